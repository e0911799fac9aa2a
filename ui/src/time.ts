/** Moments and lengths of time as people read them. The API's moments have no zone and mean UTC. */

export function moment(text: string): Date {
  return new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

/** `4.2 s`, `1 min 05 s`, `2 h 03 min`: never more than two units. */
export function lengthOf(seconds: number): string {
  if (seconds < 0) return "–";
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours} h ${two(minutes)} min` : `${minutes} min ${two(whole % 60)} s`;
}

export function secondsBetween(start: string | null | undefined, end: string | null | undefined, now: Date): number {
  if (!start) return -1;
  return Math.max(0, ((end ? moment(end) : now).getTime() - moment(start).getTime()) / 1000);
}

/** `just now`, `5 min ago`, `3 h ago`, else the day and the time, with the year when it is another. */
export function ago(text: string, now: Date): string {
  const seconds = (now.getTime() - moment(text).getTime()) / 1000;
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 24 * 3600) return `${Math.floor(seconds / 3600)} h ago`;
  const at = moment(text);
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return at.toLocaleString(undefined, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", ...year });
}

const DAY_AND_TIME: Intl.DateTimeFormatOptions = {
  weekday: "short",
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
};

/** The day and the time, in the browser's time zone or in another. */
export function dayAndTime(text: string, zone?: string): string {
  return moment(text).toLocaleString(undefined, { ...DAY_AND_TIME, ...(zone ? { timeZone: zone } : {}) });
}

/** A day of the year without a time, such as `Nov 17`; it is the same day in every time zone. */
export function dayOnly(day: string): string {
  return moment(`${day}T00:00:00`).toLocaleDateString(undefined, { month: "short", day: "numeric", timeZone: "UTC" });
}
