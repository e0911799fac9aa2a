// What actions ask of the page: the element behind a reference, whether it can be hit, and when the page is quiet.
function find(id) {
  const ref = registry.byId.get(id);
  const el = ref && ref.deref();
  if (el && el.isConnected) return el;
  look();
  const again = registry.byId.get(id);
  const now = again && again.deref();
  return now && now.isConnected ? now : null;
}

const name = (el) => (el ? '<' + el.tagName.toLowerCase() + '> ' + cut(nameOf(el, roleOf(el)) || contentText(el, 60), 60) : 'nothing');

const labelFor = (el) => [...(el.labels || [])].find((l) => shown(l) && l.getBoundingClientRect().height > 1) || el.closest('label');

// What people press in place of an element that takes no press itself: its label, or what is drawn in the box of a field.
function standIn(el) {
  const label = labelFor(el);
  if (label && getComputedStyle(label).pointerEvents !== 'none') return label;
  const rect = el.getBoundingClientRect();
  const top = el.matches(FIELDS) || el.matches('[role=combobox]') ? topAt(rect.left + rect.width / 2, rect.top + rect.height / 2) : null;
  if (!top || top.closest('a,button,[role=button]')) return label || null;
  for (let box = el.parentElement, depth = 0; box && box !== document.body && depth < 4; box = box.parentElement, depth++) {
    if ([...box.querySelectorAll(FIELDS)].filter(shown).length > 1) break;
    if (box.contains(top)) return top;
  }
  return label || null;
}

function probe(el) {
  const style = getComputedStyle(el);
  const rect = el.getBoundingClientRect();
  const visible = style.visibility === 'visible' && rect.width > 0 && rect.height > 0 && shown(el);
  const disabled = el.matches(':disabled') || flag(el, 'aria-disabled') === true || !!el.closest('[inert]');
  const covered = visible && isCovered(el, rect);
  const over = covered ? topAt(Math.min(Math.max(rect.left + rect.width / 2, 0), innerWidth - 1), Math.min(Math.max(rect.top + rect.height / 2, 0), innerHeight - 1)) : null;
  return {connected: el.isConnected, visible, disabled, covered, presses: seen.presses, over: covered ? name(over) : '', transparent: style.opacity === '0' || style.pointerEvents === 'none'};
}

// How often somebody pressed the mouse in this document, and on what: a click that went wrong may have arrived all the
// same, and one that went well may have arrived elsewhere, when the element moved as the mouse came upon it.
if (seen.presses === undefined) {
  seen.presses = 0;
  seen.pressed = {};
  const note = (e) => { if (e.isTrusted) seen.pressed[e.type] = e.composedPath(); };
  addEventListener('pointerdown', (e) => { seen.presses += e.isTrusted; seen.pressed = {}; note(e); }, true);
  addEventListener('click', note, true);
}

// What the last press hit when it was not the element: '' when it was, or what stands for it (its button, its label).
function astray(el, presses) {
  if (!el.isConnected || seen.presses <= presses) return '';
  const meant = [el, el.closest('a,button,label,summary,[role=button],[role=link]'), ...(el.labels || [])].filter(Boolean);
  const paths = Object.values(seen.pressed);
  return paths.some((path) => meant.some((one) => path.includes(one))) ? '' : name(paths[0].find((one) => one.nodeType === 1));
}

const frame = () => new Promise((resolve) => { const timer = setTimeout(resolve, 50); requestAnimationFrame(() => { clearTimeout(timer); resolve(); }); });

// Scrolls the element into view and waits, bounded, until it can be hit; answers what was found last.
async function ready(el, ms) {
  const end = performance.now() + ms;
  let found = null, last = null;
  for (let turn = 0; ; turn++) {
    const rect = el.getBoundingClientRect();
    const outside = rect.top < 0 || rect.bottom > innerHeight || rect.left < 0 || rect.right > innerWidth;
    if (outside && turn < 2 || turn && found && found.covered && turn % 8 === 1) el.scrollIntoView({block: ['center', 'start', 'end', 'nearest'][(turn >> 3) % 4], inline: 'nearest', behavior: 'instant'});
    found = probe(el);
    const box = el.getBoundingClientRect();
    const still = last && Math.abs(last.top - box.top) < 1 && Math.abs(last.left - box.left) < 1;
    last = box;
    if (found.connected && turn > 1 && (!found.visible || found.transparent) && standIn(el)) break;
    if (!found.connected || (found.visible && !found.disabled && !found.covered && (still || turn > 30)) || performance.now() > end) break;
    await frame();
  }
  return found;
}

// Whether something fades or slides in that comes to an end soon; what turns for ever is no reason to wait.
const moving = () => document.getAnimations().some((a) => a.playState === 'running' && a.effect && a.effect.getComputedTiming().endTime - (a.currentTime || 0) < 1000);

// Whether a link or button of the view is empty because its picture is still on its way: without it, it has no size and is not seen.
const undrawn = () => [...document.images].some((img) => {
  if (img.complete || !img.closest('a, button, [role]')) return false;
  const box = img.getBoundingClientRect();
  return !(box.width * box.height) && box.top >= 0 && box.top < innerHeight;
});

// Resolves when the document was quiet for `quiet` ms, at the latest after `most` ms.
function settled(quiet, most) {
  const end = performance.now() + most;
  return new Promise((resolve) => {
    const check = () => {
      const now = performance.now();
      const calm = now - seen.mutated;
      const parsed = document.readyState !== 'loading';
      if (parsed && calm >= quiet && (calm >= 600 || (now - seen.ticked >= quiet && !undrawn())) && !moving()) return resolve(true);
      if (now >= end) return resolve(false);
      setTimeout(check, Math.max(10, Math.min(quiet - calm, end - now)));
    };
    check();
  });
}

function changed(since, ms) {
  return new Promise((resolve) => {
    const end = performance.now() + ms;
    const check = () => {
      if (seen.mutated > since) return resolve(true);
      if (performance.now() >= end) return resolve(false);
      setTimeout(check, 25);
    };
    check();
  });
}

function keepSecret(el) {
  registry.secrets.add(el);
  registry.secretIds.add(numberOf(el));
  if (el.type !== 'password') veil(el);
}

function stateOf(el) {
  const role = roleOf(el);
  return {tag: el.tagName.toLowerCase(), type: el.tagName === 'INPUT' ? el.type : '', role, name: nameOf(el, role), value: valueOf(el, role), raw: isSecret(el) ? '' : String(el.value ?? ''),
    length: String(el.value ?? el.textContent ?? '').length, checked: checkedOf(el, role), expanded: expandedOf(el), editable: el.isContentEditable, readonly: el.readOnly === true,
    disabled: el.matches(':disabled') || flag(el, 'aria-disabled') === true, secret: isSecret(el), options: optionsOf(el, role), popup: el.getAttribute('aria-haspopup') || '', href: typeof el.href === 'string' ? el.href : '', target: el.target || '', maxlength: el.maxLength > 0 ? el.maxLength : 0};
}

// The visible options that belong to a list box, menu or free-form dropdown, waited for up to `ms`.
async function choices(el, ms) {
  const end = performance.now() + ms;
  for (;;) {
    const found = choicesNow(el);
    if (found.length || performance.now() >= end) return found;
    await frame();
  }
}

const CHOICE = '[role=option],[role=menuitem],[role=menuitemradio],[role=menuitemcheckbox],[role=treeitem]';
function choicesNow(el) {
  const root = el.getRootNode();
  const ids = ['aria-controls', 'aria-owns', 'list'].flatMap((a) => [el, ...el.querySelectorAll('[aria-controls],[aria-owns]')].map((e) => e.getAttribute(a))).filter(Boolean);
  for (const id of ids.join(' ').split(/\s+/)) {
    const list = id && (root.getElementById ? root.getElementById(id) : document.getElementById(id));
    if (!list || !shown(list) || list.contains(el) || el.contains(list)) continue;
    if (!visibleBox(list)) {
      const twins = beside(list, el);
      if (twins.length) return twins;
      continue;
    }
    const own = [...list.querySelectorAll(CHOICE)].filter(shown);
    if (own.length) return own;
    const plainOnes = [...list.children].filter((e) => shown(e) && squash(e.textContent));
    if (plainOnes.length) return plainOnes;
  }
  const inside = [...el.querySelectorAll(CHOICE)].filter(visibleBox);
  if (inside.length) return inside;
  const any = [...document.querySelectorAll(CHOICE)].filter((e) => visibleBox(e) && !e.closest('nav'));
  if (any.length) return any;
  return fresh(el);
}
const visibleBox = (e) => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && shown(e); };

// The options that people see where the list itself has no size: it is made for screen readers, and often holds a few only.
function beside(list, el) {
  let popup = list.parentElement;
  while (popup && !visibleBox(popup)) popup = popup.parentElement;
  if (!popup || popup.tagName === 'BODY' || popup.contains(el)) return [];
  return [...popup.querySelectorAll('li,a,button,div,span,p,td')].filter((e) => !list.contains(e) && visibleBox(e) && squash(e.textContent) && leafOf(e)).slice(0, 500);
}

// What became visible since the list was opened: leaves of a popup without roles.
function fresh(el) {
  const before = registry.shownBefore;
  if (!before) return [];
  const found = [];
  for (const e of document.body.querySelectorAll('li,a,button,div,span,p,td')) {
    if (before.has(e) || el.contains(e) && !inOpened(e, el) || e.contains(el) || !visibleBox(e) || !squash(e.textContent)) continue;
    if ([...e.children].some((child) => /^(LI|A|BUTTON|DIV|P|TD|UL|OL)$/.test(child.tagName) && squash(child.textContent))) continue;
    if (found.some((other) => other.contains(e))) continue;
    found.push(e);
  }
  return found.slice(0, 500);
}

// Whether what stands in a box stands in a list that hangs under it.
function inOpened(e, el) {
  for (let at = e; at && at !== el; at = at.parentElement) if (/^(UL|OL)$/.test(at.tagName) || ABOVE.has(getComputedStyle(at).position)) return true;
  return false;
}

function remember() {
  registry.shownBefore = new WeakSet([...document.body.querySelectorAll('li,a,button,div,span,p,td')].filter(visibleBox));
}

function choiceShown(el) {
  const texts = [String(el.value ?? ''), contentText(el, 300), comboValue(el)];
  const inner = el.querySelector('input');
  if (inner) texts.push(inner.value);
  // what a box shows beside its field: the nearest words around it, as long as no other field or open list stands among them
  for (let box = el.parentElement, level = 0; box && level < 4 && box.tagName !== 'BODY'; box = box.parentElement, level++) {
    if ([...box.querySelectorAll(FIELDS)].some((f) => f !== el && !el.contains(f) && !f.contains(el))) break;
    if (level && [...box.querySelectorAll(CHOICE)].some(visibleBox)) break;
    const text = box.textContent.length < 400 ? contentText(box, 200) : '';
    if (text) { texts.push(text); break; }
  }
  for (const id of (el.getAttribute('aria-controls') || '').split(/\s+/)) {
    const list = id && document.getElementById(id);
    if (list) for (const option of list.querySelectorAll('[aria-selected=true],[aria-checked=true]')) texts.push(contentText(option, 100));
  }
  return {connected: el.isConnected, texts};
}

// Whether a click probably asks for another document: the wait for its first sign is longer then.
function leadsOn(el) {
  const link = el.closest('a[href]');
  if (link) return !/^(#|javascript:)/.test(link.getAttribute('href'));
  const button = el.closest('button,input');
  return !!(button && button.form && button.type === 'submit' && (button.form.noValidate || button.formNoValidate || button.form.matches(':valid')));
}

// The file input that an element is, holds, labels, or shares its little box with.
function fileInput(el) {
  const own = (e) => e && e.tagName === 'INPUT' && e.type === 'file';
  if (own(el)) return el;
  const label = el.closest('label');
  if (label && own(label.control)) return label.control;
  const inner = el.querySelector('input[type=file]');
  if (inner) return inner;
  for (let box = el.parentElement, level = 0; box && level < 2 && box.tagName !== 'BODY'; box = box.parentElement, level++) {
    const all = box.querySelectorAll('input[type=file]');
    if (all.length === 1) return all[0];
    if (all.length) return null;
  }
  const all = document.querySelectorAll('input[type=file]');
  return all.length === 1 && (el.form && el.form === all[0].form) ? all[0] : null;
}

// True when the element takes what is dropped on it.
function drop(el, parcels) {
  const data = new DataTransfer();
  for (const {name, type, content} of parcels) data.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name, {type}));
  const fire = (kind) => el.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, composed: true, dataTransfer: data}));
  fire('dragenter');
  const over = !fire('dragover');
  const dropped = !fire('drop');
  return over || dropped;
}

function scroller(el) {
  for (let at = el; at && at !== document.body; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight + 4 && /auto|scroll|overlay/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.scrollingElement || document.documentElement;
}

function scroll(el, amount) {
  const box = scroller(el), before = box.scrollTop, page = scrollY;
  if (amount) box.scrollBy({top: amount, behavior: 'instant'});
  else el.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
  return Math.round(box.scrollTop - before) || Math.round(scrollY - page);
}

// Scrolls the list that an option stands in by most of its height; 0 when it is at its end, or no list of its own.
function scrollList(el) {
  const box = scroller(el);
  if (box === (document.scrollingElement || document.documentElement)) return 0;
  const before = box.scrollTop;
  box.scrollBy({top: Math.max(20, box.clientHeight * .8), behavior: 'instant'});
  return Math.round(box.scrollTop - before);
}

// The boxes for one character each that begin with this one: all of one size, beside one another, in one little form.
function letterBoxes(el) {
  const single = (e) => e.maxLength === 1 || e.maxLength < 1 && e.size === 1;
  if (!single(el)) return [];
  const width = el.getBoundingClientRect().width;
  const like = (e) => single(e) && e.type === el.type && !e.readOnly && !e.disabled && visibleBox(e) && Math.abs(e.getBoundingClientRect().width - width) < 2;
  for (let box = el.parentElement, level = 0; box && level < 4; box = box.parentElement, level++) {
    const all = [...box.querySelectorAll('input')].filter(like);
    if (all.length > 1) return all.slice(all.indexOf(el));
  }
  return [];
}

// The page's own scroller, or the biggest box that scrolls when the page itself does not.
function scrollPage(amount) {
  let box = document.scrollingElement || document.documentElement;
  if (box.scrollHeight <= innerHeight + 4) {
    const middle = topAt(innerWidth / 2, innerHeight / 2);
    if (middle) box = scroller(middle);
  }
  if (amount) box.scrollBy({top: amount, behavior: 'instant'});
  return Math.round(box.scrollTop);
}

seen.api = {spinParts, partState, layerOf, calendar, fileInput, drop, scroll, scrollList, letterBoxes, scrollPage, leadsOn, choices, remember, choiceShown, version, look, find, probe, astray, ready, settled, changed, keepSecret, stateOf, standIn, next: () => registry.next, mutated: () => seen.mutated, numberOf, hits, topAt, roleOf, nameOf, contentText, shown, squash};
