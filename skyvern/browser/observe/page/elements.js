// What can be acted on: states, choices, surroundings, and whether something lies on top.
const ACTIVE_ROLES = new Set([
  'button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'option', 'textbox',
  'searchbox', 'combobox', 'listbox', 'slider', 'spinbutton', 'treeitem', 'gridcell',
]);
const NATIVE = new Set(['BUTTON', 'INPUT', 'SELECT', 'TEXTAREA', 'SUMMARY']);
const NOT_ALONE = new Set(['BODY', 'HTML', 'MAIN', 'FORM', 'UL', 'OL', 'TABLE', 'TBODY', 'THEAD', 'NAV', 'SECTION', 'FIELDSET', 'DL', 'HEADER', 'FOOTER']);

const HANDLED = /(^|\s)(ui-sortable-handle|ui-draggable-handle|ui-draggable|sortable-item|drag-?handle)(\s|$)/;

// Made to be dragged: it says so, or the mouse shows it.
function movable(el, style) {
  const tag = el.tagName;
  if (el.draggable) return tag !== 'IMG' && tag !== 'A';
  if (/sortable|draggable/i.test(el.getAttribute('aria-roledescription') || '') || HANDLED.test(el.getAttribute('class') || '')) return true;
  return /^(-webkit-)?(grab|move)$/.test(style.cursor) && !/^(-webkit-)?(grab|move)$/.test(el.parentElement ? getComputedStyle(el.parentElement).cursor : '');
}

// "sure": by itself; "maybe": looks clickable (listener, pointer, tabindex); "": no.
function actionable(el, role, style, context) {
  const tag = el.tagName;
  if (tag === 'INPUT') return el.type === 'hidden' ? '' : 'sure';
  if (NATIVE.has(tag)) return 'sure';
  if (tag === 'A' && el.hasAttribute('href')) return 'sure';
  if (ACTIVE_ROLES.has(role)) {
    if (role === 'gridcell' && !(el.tabIndex >= 0 || el.onclick || seen.listeners.has(el) || style.cursor === 'pointer')) return '';
    if (role === 'listbox' && !shown(el)) return '';
    return 'sure';
  }
  if (el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable)) return 'sure';
  if (NOT_ALONE.has(tag) || tag === 'LABEL' || tag === 'IFRAME') return '';
  if (el.onclick || el.hasAttribute('onclick') || seen.listeners.has(el) || seen.drops.has(el) || el.ondrop || el.ondragover || movable(el, style)) return 'maybe';
  if (context.owner) return '';
  if (tag === 'A') return style.cursor === 'pointer' ? 'maybe' : '';
  if (el.hasAttribute('tabindex') && el.tabIndex >= 0) return 'maybe';
  return style.cursor === 'pointer' && !context.pointer ? 'maybe' : '';
}

const flag = (el, attribute) => {
  const value = el.getAttribute(attribute);
  return value === null || value === 'undefined' ? null : value === 'true' || value === 'mixed' || value === '';
};

function checkedOf(el, role) {
  if (el.tagName === 'INPUT' && (el.type === 'checkbox' || el.type === 'radio')) return el.checked;
  if (['checkbox', 'radio', 'switch', 'menuitemcheckbox', 'menuitemradio'].includes(role)) return el.getAttribute('aria-checked') === 'true';
  return el.hasAttribute('aria-pressed') ? el.getAttribute('aria-pressed') === 'true' : null;
}

function expandedOf(el) {
  if (el.tagName === 'SUMMARY' && el.parentElement && el.parentElement.tagName === 'DETAILS') return el.parentElement.open;
  return flag(el, 'aria-expanded');
}

const isSecret = (el) => (el.tagName === 'INPUT' && el.type === 'password') || registry.secrets.has(el);

function valueOf(el, role) {
  if (isSecret(el)) {
    registry.secrets.add(el);
    return (el.value || el.textContent) ? '•••' : '';
  }
  const tag = el.tagName;
  if (tag === 'BUTTON' || (tag === 'INPUT' && BUTTON_TYPES.has(el.type))) return '';
  if (tag === 'SELECT') return cut(squash([...el.selectedOptions].filter((o) => o.value).map((o) => o.label || o.text).join(', ')), 300);
  if (tag === 'INPUT') {
    if (el.type === 'checkbox' || el.type === 'radio') return el.value === 'on' ? '' : cut(el.value, 100);
    if (el.type === 'file') return cut([...el.files].map((f) => f.name).join(', '), 300);
    return cut(el.value, 500);
  }
  if (tag === 'TEXTAREA') return cut(el.value, 2000);
  if (el.isContentEditable) return cut(squash(el.innerText), 2000);
  if (['slider', 'spinbutton', 'progressbar'].includes(role)) return el.getAttribute('aria-valuetext') || el.getAttribute('aria-valuenow') || '';
  if (role === 'combobox' || role === 'listbox') return comboValue(el);
  if (role === 'textbox' || role === 'searchbox') return cut(squash(el.innerText), 500);
  if (el.getAttribute('aria-haspopup') === 'listbox') return contentText(el, 200);
  return '';
}

function comboValue(el) {
  const inner = el.querySelector('input:not([type=hidden])');
  if (inner && inner.value) return cut(inner.value, 200);
  if (el.getAttribute('role') === 'listbox') {
    return [...el.querySelectorAll('[role=option][aria-selected=true]')].map((o) => contentText(o, 80)).join(', ');
  }
  return contentText(el, 200);
}

function optionsOf(el, role) {
  if (el.tagName === 'SELECT') {
    return [...el.options].slice(0, 600).map((o) => ({label: squash(o.label || o.text), value: o.value, selected: o.selected, disabled: o.disabled || !!(o.parentElement && o.parentElement.tagName === 'OPTGROUP' && o.parentElement.disabled)}));
  }
  if (el.tagName === 'INPUT' && el.list) return [...el.list.options].slice(0, 300).map((o) => ({label: squash(o.label || o.value), value: o.value}));
  let list = role === 'listbox' ? el : null;
  if (role === 'combobox' || el.getAttribute('aria-haspopup') === 'listbox') {
    const root = el.getRootNode();
    for (const id of ((el.getAttribute('aria-controls') || '') + ' ' + (el.getAttribute('aria-owns') || '')).trim().split(/\s+/)) {
      const found = id && root.getElementById && root.getElementById(id);
      if (found && shown(found)) list = found;
    }
  }
  if (!list) return [];
  return [...list.querySelectorAll('[role=option]')].slice(0, 300).filter(shown).map((o) => ({
    label: contentText(o, 120), value: o.getAttribute('data-value') || '', selected: flag(o, 'aria-selected') === true, disabled: flag(o, 'aria-disabled') === true,
  }));
}

function errorOf(el) {
  const told = byIds(el, 'aria-errormessage') || byIds(el, 'aria-describedby');
  if (told) return cut(told, 200);
  for (let box = el.parentElement, level = 0; box && level < 3; box = box.parentElement, level++) {
    if (box.querySelectorAll(FIELDS).length > 1) break;
    for (const note of box.querySelectorAll('[class*=error],[class*=invalid],[class*=Error],[role=alert]')) {
      if (note !== el && !note.contains(el) && shown(note)) {
        const text = contentText(note, 200);
        if (text) return text;
      }
    }
  }
  return el.matches(':user-invalid') ? squash(el.validationMessage) : '';
}

const WRAPS = 'tr,li,article,[role=row],[role=listitem],[role=article],[class*=card],[class*=Card]';
function surroundings(el, name) {
  const near = el.closest(WRAPS);
  const layout = near && near.tagName === 'TR' && near.querySelector('table,h1,h2,h3,hr'); // a row that lays out the page is no record
  const box = near && !layout ? rowOfPanel(el, near) || near : oneOfSeveral(el);
  if (!box || box === el || isSheet(box)) return '';
  let text = looks.contexts.get(box);
  if (text === undefined) {
    if (box.querySelector('select,textarea')) text = contentText(box, 300);
    else if (box.tagName === 'TR') text = cut(squash([...box.cells].map((cell) => (cell.querySelector('script,style,template,i,br,div,p,ul,ol') ? contentText(cell, 300) : cell.textContent)).join(' ')), 300);
    else text = cut(shownText(box), 300);
    looks.contexts.set(box, text);
  }
  return text === name ? '' : text;
}

// A card that has none beside it is a panel: of look-alike boxes in it that each hold such a control, one is the record.
function rowOfPanel(el, panel) {
  if (!/^(DIV|SECTION)$/.test(panel.tagName) || panel.getAttribute('role') || alike(panel, panel.previousElementSibling) || alike(panel, panel.nextElementSibling)) return null;
  const row = oneOfSeveral(el);
  const same = (other) => other !== row && alike(row, other) && [...other.querySelectorAll(el.tagName)].some((one) => one.className === el.className);
  return row && row !== panel && panel.contains(row) && [...row.parentElement.children].some(same) ? row : null;
}

const alike = (box, other) => !!other && other.tagName === box.tagName && !!box.classList[0] && other.classList[0] === box.classList[0];

// A part of a form that is framed like a card: it asks for many things and is no record.
function isSheet(box) {
  if (box.tagName === 'TR' || box.getAttribute('role') === 'row') return false;
  const asked = [...box.querySelectorAll(FIELDS)].filter((field) => !kindOfChoice(field));
  return asked.length > 3 && asked.filter(shown).length > 3;
}

// The box around an element that has look-alikes beside it (posts, messages, tickets) and says more than the element
// does; the frame of a single field is none.
function oneOfSeveral(el) {
  for (let box = el.parentElement, level = 0; box && box !== document.body && level < 6; box = box.parentElement, level++) {
    if (/^(FORM|FIELDSET|MAIN|NAV|TABLE|UL|OL|DIALOG)$/.test(box.tagName)) return null;
    if (!alike(box, box.previousElementSibling) && !alike(box, box.nextElementSibling)) continue;
    if (isEntry(el) && box.querySelectorAll(FIELDS).length < 2 && !box.querySelector('button,a[href],[role=button]')) return null;
    if (squash(box.textContent).length > squash(el.textContent).length) return box;
  }
  return null;
}

function formOf(el) {
  const dialog = el.closest('dialog,[role=dialog],[role=alertdialog]') || windowOf(el);
  const form = el.form || el.closest('form,[role=form],[role=search],search');
  const owner = form && dialog && dialog.contains(form) ? form : dialog || form;
  return owner ? 'form' + numberOf(owner) : '';
}

// True when every probed point of the visible part shows something else.
function isCovered(el, rect) {
  const left = Math.max(rect.left, 0), top = Math.max(rect.top, 0);
  const right = Math.min(rect.right, innerWidth), bottom = Math.min(rect.bottom, innerHeight);
  if (right - left < 1 || bottom - top < 1) return false;
  for (const [x, y] of [[.5, .5], [.25, .5], [.75, .5], [.5, .2], [.5, .8]]) {
    if (hits(el, left + (right - left) * x, top + (bottom - top) * y)) return false;
  }
  return true;
}

function topAt(x, y) {
  let top = document.elementFromPoint(x, y);
  while (top && top.shadowRoot) {
    const inner = top.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === top) break;
    top = inner;
  }
  return top;
}

const upward = (node) => node.assignedSlot || node.parentElement || (node.getRootNode().host ?? null);

function hits(el, x, y) {
  const top = topAt(x, y);
  if (!top) return false;
  for (let at = top; at; at = upward(at)) if (at === el) return true;
  const label = top.closest('label');
  if (label && label.control === el) return true;
  return false;
}

// The three dots, or the name that is said for them, behind which a record keeps its deeds.
const DOTS = /^(?:[⋯⋮…︙☰≡]|\.\.\.|•••)$/;
const MORE = /^(?:more|(?:row |more |other )?(?:actions?|options)|(?:more )?menu)(?: (?:for|of|on) .{1,60})?$/i;
const SIGN = /^[^\p{L}\p{N}]+$/u;

function isKebab(el, role, name) {
  if (!/^(button|)$/.test(role) || el.closest('nav') || el.tagName === 'A' && /^(?!#|javascript:)./.test(el.getAttribute('href') || '')) return false;
  const text = squash(el.textContent);
  return DOTS.test(text) || MORE.test(name) && !SIGN.test(text) && !!surroundings(el, name);
}

const PICKED = /(^|[-_])(selected|active|checked|chosen|current|picked|on|sel)$/i;
const picked = (el) => [...el.classList].some((name) => PICKED.test(name));

// Of buttons beside one another (chips, tabs, slots) the one that only its class marks as chosen; null where nothing does.
function pickedOf(el, role) {
  if (!/^(button|)$/.test(role) || !el.parentElement || el.tagName === 'A' && el.hasAttribute('href')) return null;
  const peers = [...el.parentElement.children].filter((other) => other.tagName === el.tagName && other.classList[0] === el.classList[0] || other.tagName === el.tagName && picked(other) !== picked(el));
  return peers.length > 1 && picked(el) && !peers.every(picked) ? true : null;
}

function describe(el, role, how, context, style) {
  const tag = el.tagName;
  const entry = isEntry(el) || el.isContentEditable || ['combobox', 'textbox', 'searchbox', 'listbox', 'spinbutton'].includes(role);
  const list = looks.lists.get(el), part = entry ? datePart(el) : null;
  let name = list ? list.name : part && !labelText(el) && !el.getAttribute('aria-label') ? part.part : nameOf(el, role);
  let required = el.required === true || flag(el, 'aria-required') === true || (context.starred && el.type === 'radio');
  const starred = entry && name.match(/^(.*?)\s*\*\s*$/) || entry && name.match(/^\*\s*(.+)$/);
  if (starred && starred[1]) { name = starred[1]; required = true; }
  let rect = el.getBoundingClientRect();
  const hiddenInput = rect.width < 2 || rect.height < 2 || style.opacity === '0';
  if (hiddenInput && tag === 'INPUT') rect = visibleStandIn(el, rect);
  const inView = rect.bottom > 0 && rect.right > 0 && rect.top < innerHeight && rect.left < innerWidth;
  const popup = el.getAttribute('aria-haspopup');
  const record = {ref: 'e' + refOf(el, role, name), role: role || 'generic', name, tag: tag.toLowerCase()};
  const put = (key, value) => { if (value) record[key] = value; };
  put('new', looks.fresh.has(record.ref));
  put('input_type', tag === 'INPUT' ? el.type : '');
  put('value', list ? list.value : valueOf(el, role));
  put('placeholder', squash(el.placeholder || el.getAttribute('aria-placeholder')));
  const description = byIds(el, 'aria-describedby') || squash(el.getAttribute('aria-description')) || squash(el.title);
  put('description', description === name ? '' : description);
  record.hints = hintsOf(el, name, entry);
  const options = list ? list.options : optionsOf(el, role);
  if (options.length) record.options = options;
  record.checked = checkedOf(el, role);
  record.expanded = expandedOf(el);
  record.selected = tag === 'OPTION' ? el.selected : flag(el, 'aria-selected') ?? (el.getAttribute('aria-current') && el.getAttribute('aria-current') !== 'false' ? true : pickedOf(el, role));
  put('disabled', el.matches(':disabled') || flag(el, 'aria-disabled') === true || !!el.closest('[inert]'));
  put('readonly', el.readOnly === true || flag(el, 'aria-readonly') === true);
  put('required', required);
  const invalid = flag(el, 'aria-invalid') === true || (entry && el.matches(':user-invalid'));
  put('invalid', invalid);
  const marked = invalid || (entry && /error|invalid/i.test((el.className || '') + ' ' + ((el.parentElement && el.parentElement.className) || '')));
  put('error', marked ? errorOf(el) : '');
  put('href', el.href && typeof el.href === 'string' ? el.href : '');
  put('group', part && part.whole && !el.closest('fieldset') ? part.whole : context.legend || state.heading || context.regionName);
  put('landmark', context.landmark);
  put('context', surroundings(el, name));
  put('form', formOf(el));
  put('autocomplete', el.getAttribute('autocomplete'));
  put('accept', el.accept);
  put('popup', popup && popup !== 'false' ? (popup === 'true' ? 'menu' : popup) : role === 'combobox' && tag !== 'SELECT' ? 'listbox' : isKebab(el, role, name) ? 'menu' : '');
  record.box = [Math.round(rect.left), Math.round(rect.top), Math.round(rect.width), Math.round(rect.height)];
  record.in_viewport = inView;
  put('covered', inView && isCovered(el, rect));
  put('listener', how === 'maybe' || seen.listeners.has(el));
  return record;
}

// A native input that the page hides behind its label: the label is what people see and click.
function visibleStandIn(el, rect) {
  for (const label of el.labels || []) {
    const box = label.getBoundingClientRect();
    if (box.width > 1 && box.height > 1 && shown(label)) return box;
  }
  return rect;
}

// Hidden inputs count only when something visible stands for them.
function reachable(el, style, rect) {
  const plain = style.visibility === 'visible' && rect.width > 1 && rect.height > 1;
  if (plain && style.opacity !== '0') return true;
  if (el.tagName === 'INPUT') {
    for (const label of el.labels || []) {
      if (shown(label) && label.getBoundingClientRect().height > 1) return true;
    }
    return el.type === 'file' || (plain && ['checkbox', 'radio'].includes(el.type));
  }
  return plain && el.tagName === 'SELECT';
}
