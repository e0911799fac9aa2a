/** The settings of a server, grouped as a person looks for them. A setting that no group knows stands under the last. */
import type { SettingAnswer } from "../api/schema";

const GROUPS = [
  { name: "Server", of: /^(host|port|public_url|data_dir|database_url|templating|allowed_private_networks)$/ },
  { name: "Models and budgets", of: /^model/ },
  { name: "Proxies", of: /^prox/ },
  { name: "Storage and retention", of: /^artifacts|retention|_days$|keep|backup/ },
  { name: "Limits", of: /^(concurrency|max_|browser_m|.*limit)/ },
  { name: "Browsers", of: /^(chromium|headful|browser|record|trace|warm)/ },
  { name: "Mail", of: /^(smtp|imap)/ },
  { name: "Search and sheets", of: /^(search|google)/ },
  { name: "Vaults", of: /^(bitwarden|onepassword|azure|aws)/ },
] as const;

export interface SettingGroup {
  readonly name: string;
  readonly settings: readonly SettingAnswer[];
}

export function grouped(settings: readonly SettingAnswer[], other: string): SettingGroup[] {
  const groupOf = (name: string) => GROUPS.find(({ of }) => of.test(name))?.name ?? other;
  return [...GROUPS.map(({ name }) => name as string), other].flatMap((name) => {
    const its = settings.filter((setting) => groupOf(setting.name) === name);
    return its.length > 0 ? [{ name, settings: its }] : [];
  });
}
