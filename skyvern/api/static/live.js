// The live picture of a run, and a person's hands on it: one websocket, one canvas, no framework.
"use strict";

(() => {
  const panel = document.getElementById("live");
  const root = new URL("../", document.currentScript.src);
  const part = (name) => panel.querySelector(`[data-part="${name}"]`);
  const canvas = part("picture");
  const pen = canvas.getContext("2d");
  const TOKEN = `skyvern control ${panel.dataset.run}`;
  const AGAIN = 2000;
  const WORDS = {
    connecting: "Connecting",
    live: "Live",
    taken_over: "Taken over",
    unreachable: "Not reachable",
    ended: "Ended",
  };
  let socket = null;
  let mine = false;
  let frame = null;
  let moved = null;

  function say(type, what = {}) {
    if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type, ...what }));
  }

  function note(text) {
    part("note").textContent = text;
    part("note").hidden = !text;
  }

  function showState({ state, why, control }) {
    panel.dataset.state = state;
    part("state").textContent = WORDS[state] || state;
    const since = control ? new Date(`${control.since}Z`).toLocaleTimeString() : "";
    const holder = mine ? "You have the controls" : control ? `${control.holder} has the controls` : "";
    part("why").textContent = control ? `${holder} since ${since}. The agent waits.` : why;
    part("take").hidden = state !== "live";
    part("release").hidden = !mine;
    part("address").hidden = !mine;
    canvas.classList.toggle("mine", mine);
    if (!mine) for (const name of ["dialog", "upload"]) part(name).hidden = true;
  }

  function showTabs(tabs) {
    const list = part("tabs");
    list.replaceChildren(
      ...tabs.map((tab) => {
        const button = document.createElement("button");
        button.className = "quiet";
        button.type = "button";
        button.textContent = tab.title || tab.url || "New tab";
        button.title = tab.url;
        button.setAttribute("aria-pressed", String(tab.active));
        button.addEventListener("click", () => mine && say("tab", { action: "switch", page: tab.page }));
        return button;
      }),
    );
    const active = tabs.find((tab) => tab.active);
    const field = part("url");
    if (active && document.activeElement !== field) field.value = active.url;
  }

  async function draw(data) {
    const about = frame;
    say("seen", { number: about.number });
    const picture = await createImageBitmap(new Blob([data], { type: "image/jpeg" }));
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    pen.drawImage(picture, 0, 0);
    picture.close();
    canvas.dataset.frames = String(Number(canvas.dataset.frames || 0) + 1);
  }

  const HEARD = {
    frame: (message) => {
      frame = message;
    },
    state: (message) => {
      mine = message.mine;
      showState(message);
    },
    control: (message) => sessionStorage.setItem(TOKEN, message.token),
    refused: (message) => {
      sessionStorage.removeItem(TOKEN);
      note(message.why);
    },
    tabs: (message) => showTabs(message.tabs),
    note: (message) => note(message.message),
    dialog: (message) => {
      part("question").textContent = message.message;
      part("answer").hidden = message.kind !== "prompt";
      part("answer").value = message.default || "";
      part("dialog").hidden = false;
    },
    dialog_closed: () => {
      part("dialog").hidden = true;
    },
    file_wanted: (message) => {
      part("file").multiple = message.multiple;
      part("file").value = "";
      part("upload").hidden = false;
    },
  };

  async function connect() {
    const response = await fetch(new URL(`ui/runs/${panel.dataset.run}`, root), { headers: { accept: "application/json" } });
    const answer = response.ok ? await response.json() : null;
    if (!answer || answer.final) {
      panel.hidden = true;
      return false;
    }
    panel.hidden = false;
    const address = new URL(answer.live, root);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => {
      if (typeof data !== "string") return draw(data);
      const message = JSON.parse(data);
      HEARD[message.type]?.(message);
      if (message.type === "state" && !message.mine && message.control && sessionStorage.getItem(TOKEN)) {
        say("take", { token: sessionStorage.getItem(TOKEN) });
      }
      return undefined;
    });
    await new Promise((resume) => socket.addEventListener("close", resume));
    mine = false;
    return panel.dataset.state !== "ended";
  }

  async function stay() {
    for (let again = true; again; ) {
      try {
        again = await connect();
      } catch {
        again = true; // the server restarts, or the network is away
      }
      if (!again) return;
      showState({ state: "connecting", why: "The connection was lost; trying again.", control: null });
      await new Promise((resume) => setTimeout(resume, AGAIN));
    }
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    const within = (value) => Math.min(1, Math.max(0, value));
    return { x: within((event.clientX - box.left) / box.width), y: within((event.clientY - box.top) / box.height) };
  }

  const modifiers = (event) => (event.altKey ? 1 : 0) | (event.ctrlKey ? 2 : 0) | (event.metaKey ? 4 : 0) | (event.shiftKey ? 8 : 0);

  function mouse(action, event, more = {}) {
    if (!mine) return;
    say("mouse", { action, ...place(event), modifiers: modifiers(event), ...more });
  }

  const BUTTONS = ["left", "middle", "right"];
  const HELD = { 0: "none", 1: "left", 2: "right", 4: "middle" };

  canvas.addEventListener("pointermove", (event) => {
    if (moved === null) {
      requestAnimationFrame(() => {
        const last = moved;
        moved = null;
        mouse("move", last, { button: HELD[last.buttons] || "none" });
      });
    }
    moved = event;
  });
  canvas.addEventListener("pointerdown", (event) => {
    if (!mine) return;
    canvas.focus();
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("mousedown", (event) => {
    if (mine) event.preventDefault();
    mouse("down", event, { button: BUTTONS[event.button] || "left", clicks: event.detail || 1 });
  });
  canvas.addEventListener("mouseup", (event) => {
    mouse("up", event, { button: BUTTONS[event.button] || "left", clicks: event.detail || 1 });
  });
  canvas.addEventListener("contextmenu", (event) => mine && event.preventDefault());
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!mine) return;
      event.preventDefault();
      mouse("wheel", event, { dx: event.deltaX, dy: event.deltaY });
    },
    { passive: false },
  );

  function key(action, event) {
    const pasting = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
    if (!mine || pasting || event.isComposing || event.key === "Dead" || event.key === "Unidentified") return;
    event.preventDefault();
    say("key", { action, key: event.key, code: event.code, modifiers: modifiers(event) });
  }
  canvas.addEventListener("keydown", (event) => key("down", event));
  canvas.addEventListener("keyup", (event) => key("up", event));
  document.addEventListener("paste", (event) => {
    if (!mine || document.activeElement !== canvas) return;
    event.preventDefault();
    say("text", { text: event.clipboardData.getData("text/plain") });
  });

  part("take").addEventListener("click", () => {
    note("");
    sessionStorage.removeItem(TOKEN);
    say("take", { reason: "from the run's page" });
    canvas.focus();
  });
  part("release").addEventListener("click", () => {
    sessionStorage.removeItem(TOKEN);
    say("release");
  });
  part("address").addEventListener("submit", (event) => {
    event.preventDefault();
    note("");
    say("navigate", { url: part("url").value });
    canvas.focus();
  });
  part("back").addEventListener("click", () => say("history", { step: -1 }));
  part("reload").addEventListener("click", () => say("reload"));
  part("accept").addEventListener("click", () => say("dialog", { accept: true, text: part("answer").value }));
  part("dismiss").addEventListener("click", () => say("dialog", { accept: false }));
  part("file").addEventListener("change", async (event) => {
    const files = await Promise.all(
      [...event.target.files].map(async (file) => {
        const bytes = new Uint8Array(await file.arrayBuffer());
        let text = "";
        for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
        return { name: file.name, data: btoa(text) };
      }),
    );
    say("upload", { files });
    part("upload").hidden = true;
  });

  stay();
})();
