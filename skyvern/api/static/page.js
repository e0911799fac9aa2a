// Keeps the page of a run up to date while the run goes on: a ticking clock, a poll, a cancel button.
"use strict";

const main = document.getElementById("run");
const root = new URL("../", document.currentScript.src);
const PAUSE = 1500;
let shown = "";
let began = performance.now();

function clockText(seconds) {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
}

function tick() {
  const clock = main.querySelector(".clock[data-seconds]");
  if (clock) clock.textContent = clockText(Number(clock.dataset.seconds) + (performance.now() - began) / 1000);
}

// Replaces the content but keeps what the reader has opened or closed, and where they stand.
function show(html) {
  const comparable = html.replace(/data-seconds="[^"]*">[^<]*/, "").replace(/(expiry|sig)=[^"&]*/g, "");
  began = performance.now();
  if (comparable === shown) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".clock[data-seconds]");
    const clock = main.querySelector(".clock[data-seconds]");
    if (fresh && clock) clock.dataset.seconds = fresh.dataset.seconds;
    return;
  }
  const states = new Map([...main.querySelectorAll("details[id]")].map((item) => [item.id, item.open]));
  shown = comparable;
  main.innerHTML = html;
  for (const item of main.querySelectorAll("details[id]")) {
    if (states.has(item.id)) item.open = states.get(item.id);
  }
}

async function refresh() {
  const response = await fetch(new URL(`ui/runs/${main.dataset.run}`, root), { headers: { accept: "application/json" } });
  if (response.status === 403) return location.reload();
  if (!response.ok) return undefined;
  const answer = await response.json();
  show(answer.html);
  document.title = document.title.replace(/· [a-z_]+ ·/, `· ${answer.status} ·`);
  main.dataset.final = answer.final ? "yes" : "no";
  return undefined;
}

async function follow() {
  while (main.dataset.final === "no") {
    await new Promise((resume) => setTimeout(resume, PAUSE));
    if (document.hidden) continue;
    try {
      await refresh();
    } catch {
      // The server is restarting or the network is away: the next round tries again.
    }
  }
}

main.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-cancel], [data-answer]");
  if (!button || button.disabled) return;
  button.disabled = true;
  if (button.dataset.answer) {
    const body = JSON.stringify({ approved: button.dataset.answer === "yes" });
    await fetch(new URL(`v1/runs/${main.dataset.run}/continue`, root), { method: "POST", body });
  } else {
    button.textContent = "Cancelling…";
    await fetch(new URL(`v1/runs/${main.dataset.run}/cancel`, root), { method: "POST" });
  }
  await refresh();
});

setInterval(tick, 200);
follow();
