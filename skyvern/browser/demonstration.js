// Tells what a person does in a document – presses, texts, choices – by the names that the observing pass gives.
// What is typed into a field for a secret is never told, only that something was; a form may have put it into the
// query of an address, so that is not told either.
const KEY = Symbol.for('skyvern.demonstration');
if (window[KEY]) window[KEY].abort();
const over = (window[KEY] = new AbortController());
const typed = new Set();

const SECRETS = [
  ['password', /(^|\s)(current|new)-password/],
  ['code', /(^|\s)one-time-code/],
  ['card', /(^|\s)cc-(number|csc|exp)/],
];

function secretOf(el) {
  if (isSecret(el)) registry.secrets.add(el); // also when the page shows it as plain text later
  if (registry.secrets.has(el)) return 'password';
  const kind = SECRETS.find(([, pattern]) => pattern.test(el.getAttribute('autocomplete') || ''));
  return kind ? kind[0] : '';
}

// A selector that finds this element alone and looks as if somebody had named it.
function selectorOf(el) {
  if (el.getRootNode() !== document || window !== window.top) return '';
  const tag = el.tagName.toLowerCase();
  const tries = el.id && !/\d{3}|[^\w-]/.test(el.id) ? ['#' + CSS.escape(el.id)] : [];
  for (const attribute of ['data-testid', 'data-test', 'name']) {
    const value = el.getAttribute(attribute);
    if (!value) continue;
    const found = tag + '[' + attribute + '="' + CSS.escape(value) + '"]';
    tries.push(found, found + '[value="' + CSS.escape(el.getAttribute('value') || '') + '"]');
  }
  return tries.find((selector) => document.querySelectorAll(selector).length === 1) || '';
}

function tellOf(kind, el, more) {
  const role = roleOf(el);
  const name = nameOf(el, role).replace(/^\*\s*|\s*\*$/g, '').replace(/\s*:$/, '');
  window[BINDING](JSON.stringify({kind, role, name: cut(name, 120), selector: selectorOf(el), url: location.origin + location.pathname, ...more}));
}

function tellTyped() {
  for (const el of typed) {
    const secret = secretOf(el);
    const value = el.isContentEditable ? el.innerText : el.value;
    tellOf('fill', el, secret ? {secret} : {value: cut(value, 4000)});
  }
  typed.clear();
}

function hear(name, take) {
  const listen = (event) => {
    const el = event.composedPath()[0];
    if (event.isTrusted && el && el.nodeType === 1) take(el, event);
  };
  addEventListener(name, listen, {capture: true, signal: over.signal});
}

const isChoice = (el) => el.type === 'checkbox' || el.type === 'radio' || el.type === 'file' || el.tagName === 'SELECT';
const isPressed = (el) =>
  el.nodeType === 1 &&
  (NATIVE.has(el.tagName) || (el.tagName === 'A' && el.hasAttribute('href')) || ACTIVE_ROLES.has(roleOf(el)) ||
    el.hasAttribute('onclick') || el.getAttribute('tabindex') === '0');

hear('focusin', (el) => { if (isEntry(el)) secretOf(el); });
hear('input', (el) => { if (el.isContentEditable || (isEntry(el) && !isChoice(el))) typed.add(el); });
hear('focusout', tellTyped);
hear('change', (el) => {
  if (el.tagName === 'SELECT') tellOf('choose', el, {value: [...el.selectedOptions].map((option) => squash(option.label || option.text)).join(', ')});
  else if (el.type === 'checkbox') tellOf(el.checked ? 'check' : 'uncheck', el);
  else if (el.type === 'radio') tellOf('check', el);
  else if (el.type === 'file') tellOf('upload', el, {value: [...el.files].map((file) => file.name).join(', ')});
  else tellTyped();
});
hear('click', (at, event) => {
  tellTyped();
  const el = event.composedPath().find(isPressed) || (getComputedStyle(at).cursor === 'pointer' ? at : null);
  const label = at.closest('label');
  if (!el || isEntry(el) || el.isContentEditable || (label && label.control && !isPressed(at))) return;
  tellOf('click', el);
});
hear('keydown', (el, event) => {
  if (event.key !== 'Enter' || !isEntry(el) || isChoice(el) || el.tagName === 'TEXTAREA') return;
  tellTyped();
  const sends = el.form && el.form.querySelector('button:not([type=button]):not([type=reset]),input[type=submit],input[type=image]');
  if (!sends) tellOf('press', el, {value: 'Enter'}); // else the press of the button is told
});
