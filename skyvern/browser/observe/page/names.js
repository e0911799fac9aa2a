// Roles and accessible names (after the W3C accname priorities), and the weaker names that people read from the page.
const squash = (text) => (text || '').replace(/[\s\u00a0\u200b]+/g, ' ').trim();
const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + '…' : text);
const words = (text) => squash((text || '').replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ')).toLowerCase();
const INPUT_ROLES = {
  checkbox: 'checkbox', radio: 'radio', submit: 'button', button: 'button', reset: 'button', image: 'button',
  number: 'spinbutton', range: 'slider', search: 'searchbox', file: 'file',
};
const TAG_ROLES = {
  BUTTON: 'button', TEXTAREA: 'textbox', SUMMARY: 'button', NAV: 'navigation', MAIN: 'main', ASIDE: 'complementary',
  DIALOG: 'dialog', TABLE: 'table', TR: 'row', TD: 'cell', TH: 'columnheader', UL: 'list', OL: 'list', LI: 'listitem',
  ARTICLE: 'article', FORM: 'form', FIELDSET: 'group', IMG: 'img', OPTION: 'option', OUTPUT: 'status',
  PROGRESS: 'progressbar', METER: 'meter', H1: 'heading', H2: 'heading', H3: 'heading', H4: 'heading', H5: 'heading',
  H6: 'heading', SEARCH: 'search', DL: 'list',
};
const isField = (el) => (el.tagName === 'INPUT' && el.type !== 'hidden') || el.tagName === 'SELECT' || el.tagName === 'TEXTAREA';
const BUTTON_TYPES = new Set(['submit', 'button', 'reset', 'image']);
const isEntry = (el) => isField(el) && !BUTTON_TYPES.has(el.type);
const FIELDS = 'input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=reset]):not([type=image]),select,textarea,'
  + '[role=combobox],[role=textbox],[role=listbox],[role=checkbox],[role=radio],[role=switch],[role=spinbutton],[role=slider]';

function roleOf(el) {
  const given = (el.getAttribute('role') || '').trim().split(/\s+/)[0].toLowerCase();
  if (given && given !== 'presentation' && given !== 'none') return given;
  const tag = el.tagName;
  if (tag === 'A' || tag === 'AREA') return el.hasAttribute('href') ? 'link' : '';
  if (tag === 'INPUT') return INPUT_ROLES[el.type] || (el.list ? 'combobox' : 'textbox');
  if (tag === 'SELECT') return el.multiple || el.size > 1 ? 'listbox' : 'combobox';
  if (el.isContentEditable && !(el.parentElement && el.parentElement.isContentEditable)) return 'textbox';
  if (registry.drawn.has(el)) return 'combobox';
  return TAG_ROLES[tag] || '';
}

const shown = (el) => !el.checkVisibility || el.checkVisibility({visibilityProperty: true});

// `spoken`: as a screen reader says it, without what is hidden from it and with what the fields inside hold.
// A sign of an icon font: its text is the name of a picture ("arrow_upward"), which nobody reads.
const isGlyph = (el) => el.firstChild !== null && el.firstElementChild === null && /^\s*[a-z][a-z0-9]{1,24}(_[a-z0-9]+){0,4}\s*$/.test(el.textContent)
  && /\b(icons?|symbols)\b/i.test(getComputedStyle(el).fontFamily);

// What a box shows, without the names of its icons.
function shownText(box) {
  let text = squash(box.innerText);
  if (!/[a-z]/.test(text)) return text;
  for (const el of box.querySelectorAll('i,span,em,mat-icon')) {
    if (!isGlyph(el)) continue;
    const name = squash(el.textContent), at = el.previousSibling ? text.lastIndexOf(name) : text.indexOf(name);
    if (at >= 0) text = text.slice(0, at) + ' ' + text.slice(at + name.length);
  }
  return squash(text);
}

function contentText(el, most = 200, skip = null, spoken = false) {
  const parts = [], glyphs = [];
  let length = 0;
  const visit = (node) => {
    const lined = /flex|grid/.test(getComputedStyle(node).display); // its children stand in boxes, whatever they are
    for (const child of node.shadowRoot ? node.shadowRoot.childNodes : node.childNodes) {
      if (length > most) return;
      if (child.nodeType === 3) {
        parts.push(child.data);
        length += child.data.trim().length;
      } else if (child.nodeType === 1 && child !== skip) {
        const tag = child.tagName;
        if (tag === 'SCRIPT' || tag === 'STYLE' || tag === 'NOSCRIPT' || tag === 'TEMPLATE') continue;
        if (child.getAttribute('aria-hidden') === 'true' && (spoken || !squash(child.textContent))) continue;
        if (tag === 'BR') { parts.push(' '); continue; }
        if (isGlyph(child)) { glyphs.push(child.textContent.replace(/_/g, ' ')); continue; }
        const held = spoken && heldBy(child);
        if (held) { parts.push(' ', held, ' '); length += held.length; continue; }
        const label = child.getAttribute('aria-label');
        if (label) { parts.push(' ', label, ' '); length += label.length; continue; }
        if (tag === 'IMG') { parts.push(' ', child.alt || '', ' '); continue; }
        if (tag === 'svg') {
          const title = child.querySelector('title');
          if (title) parts.push(' ', title.textContent, ' ');
          continue;
        }
        if (tag === 'SELECT' || tag === 'TEXTAREA' || tag === 'INPUT') {
          if (BUTTON_TYPES.has(child.type)) parts.push(' ', child.value, ' ');
          continue;
        }
        if (tag === 'SLOT') { for (const given of child.assignedNodes({flatten: true})) parts.push(given.textContent); continue; }
        if (!shown(child)) continue;
        const inline = !lined && INLINE.has(tag) && (!child.className && tag !== 'SMALL' || /^(inline|contents)$/.test(getComputedStyle(child).display));
        if (!inline) parts.push(' ');
        visit(child);
        if (!inline) parts.push(' ');
      }
    }
  };
  visit(el);
  return cut(squash(parts.join('')) || squash(glyphs.join(' ')), most);
}

// What a field within a label holds: it is a part of the label ("Flash the screen 3 times").
function heldBy(el) {
  const tag = el.tagName;
  if (tag === 'SELECT' || tag === 'TEXTAREA' || tag === 'INPUT' && !/^(checkbox|radio|password|file|hidden)$/.test(el.type) && !BUTTON_TYPES.has(el.type)) return shown(el) && !isSecret(el) ? valueOf(el, roleOf(el)) : '';
  return /^(slider|spinbutton)$/.test(el.getAttribute('role') || '') ? el.getAttribute('aria-valuetext') || el.getAttribute('aria-valuenow') || '' : '';
}

// What a style sheet writes, without the characters that only an icon font shows.
function pseudoText(el) {
  const found = [];
  for (const at of [el, ...[...el.querySelectorAll('*')].slice(0, 6)]) {
    for (const side of ['::before', '::after']) {
      const content = getComputedStyle(at, side).content;
      const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(content);
      if (quoted) found.push(quoted[1].replace(/[\ue000-\uf8ff]|[\u{f0000}-\u{10ffff}]/gu, ''));
    }
  }
  return squash(found.join(' '));
}

const INLINE = new Set(['SPAN', 'B', 'I', 'EM', 'STRONG', 'SMALL', 'SUB', 'SUP', 'A', 'MARK', 'U', 'S', 'CODE', 'ABBR', 'FONT', 'TIME', 'BDI', 'BDO', 'WBR', 'Q', 'CITE', 'KBD', 'VAR', 'DFN', 'INS', 'DEL']);

function byIds(el, attribute) {
  const ids = el.getAttribute(attribute);
  if (!ids) return '';
  const root = el.getRootNode();
  const found = ids.trim().split(/\s+/).map((id) => (root.getElementById ? root.getElementById(id) : null) || document.getElementById(id));
  return squash(found.map((e) => (e ? e.getAttribute('aria-label') || (isEntry(e) ? e.value : shown(e) && contentText(e) || e.textContent) : '')).join(' '));
}

const NAMED_BY_CONTENT = new Set([
  'button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'option',
  'treeitem', 'cell', 'gridcell', 'row', 'columnheader', 'rowheader', 'heading', 'tooltip', 'listitem', '', 'status', 'alert',
]);

// A star that only eyes see still says that the field is required.
function labelOf(label, el) {
  const plain = contentText(label, 200, el);
  const said = squash(label.getAttribute('aria-label')) || contentText(label, 200, el, true) || plain;
  return plain.endsWith('*') && !said.endsWith('*') ? said + ' *' : said;
}

function labelText(el) {
  if (el.labels && el.labels.length) {
    const text = squash([...el.labels].map((label) => labelOf(label, el)).join(' '));
    if (text) return text;
  }
  return '';
}

// A cell that holds a form or a section of its own is a column of the page, and no label of what stands beside it.
const isLaidOut = (cell) => cell.querySelector(FIELDS + ',button,h1,h2,h3,h4,h5,h6,form,table') !== null;

function cellHeader(el) {
  const cell = el.closest('td,th,[role=cell],[role=gridcell]');
  if (!cell) return '';
  const row = cell.closest('tr,[role=row]');
  const table = cell.closest('table,[role=table],[role=grid],[role=treegrid]');
  if (!row || !table) return '';
  const cells = [...row.children];
  const at = cells.indexOf(cell);
  const heads = cells.filter((c, i) => i < at && (c.tagName === 'TH' || c.getAttribute('role') === 'rowheader'));
  const rowHead = heads[heads.length - 1];
  if (heads.length > 1 && cells.indexOf(heads[0]) < at - 2 && rowHead === cells[at - 1]) return contentText(rowHead, 80); // label, field, label, field
  const first = table.querySelector('thead tr:last-child,tr,[role=row]');
  const head = first && first !== row ? first.children[at] : null;
  const titled = head && (head.tagName === 'TH' || head.getAttribute('role') === 'columnheader' || head.closest('thead') || cells.length > 2);
  if (at > 0 && cells.length === 2 && !titled && !isLaidOut(cells[0])) return contentText(cells[0], 80);
  const column = titled && !head.querySelector(FIELDS) ? contentText(head, 60) : '';
  const line = rowHead ? contentText(rowHead, 60) : '';
  return squash(column + (line && column ? ' ' : '') + line);
}

function besideText(el) {
  const choice = el.type === 'checkbox' || el.type === 'radio' || /^(checkbox|radio|switch)$/.test(el.getAttribute('role') || '');
  const ghost = squash(el.placeholder);
  const scan = (from, step) => {
    for (let node = from[step]; node; node = node[step]) {
      if (node.nodeType === 3) {
        const text = squash(node.data);
        if (/[\p{L}\p{N}]/u.test(text)) return text;
        continue;
      }
      if (node.nodeType !== 1 || node.tagName === 'SCRIPT' || node.tagName === 'STYLE') continue;
      if (node.matches(FIELDS) || node.querySelector(FIELDS) || node.tagName === 'BUTTON' || node.tagName === 'FIELDSET' || ghost && /^H[1-4]$/.test(node.tagName)) return null;
      if (node.tagName === 'LABEL' && node.htmlFor && node.htmlFor !== el.id && node.control) return null;
      if (!shown(node)) continue;
      const text = contentText(node, 121);
      const button = node.querySelector('button,[role=button]');
      if (button && contentText(button, 121) === text) return null;
      if (/[\p{L}\p{N}]/u.test(text)) return text.length > 120 ? null : text;
    }
    return '';
  };
  // A figure in another part of the page before a box is what that part shows, and not the name of the box.
  const shows = (text, step, level) => choice && step === 'previousSibling' && level > 0 && !/\p{L}/u.test(text);
  for (let at = el, level = 0; at && level < 5; at = at.parentElement, level++) {
    if (/^(FORM|BODY|MAIN|FIELDSET|TABLE|SECTION|TR|HTML)$/.test(at.tagName)) break;
    const floats = at === el && el.nextElementSibling && drawnOn(el.nextElementSibling, el);
    const order = choice || floats ? ['nextSibling', 'previousSibling'] : ['previousSibling', 'nextSibling'];
    for (const step of order) {
      if (step === 'nextSibling' && !choice) {
        const after = at.nextElementSibling;
        if (!after || !(after.tagName === 'LABEL' || /label/i.test(after.className || '') || (at === el && drawnOn(after, el)))) continue;
      }
      const text = scan(at, step);
      if (text && !shows(text, step, level)) return text;
      if (text === null && !choice) return '';
    }
  }
  return '';
}

// Words behind a field in the page's source that are drawn on it, or above it, float there as its label.
function drawnOn(after, el) {
  const words = after.getBoundingClientRect();
  const field = el.getBoundingClientRect();
  const across = words.left < field.right && words.right > field.left;
  return across && words.height > 0 && words.top < field.bottom - 4 && words.bottom > field.top - words.height - 8;
}

// A widget that stands in for a native field the page hides is called what the field's label says, not what it shows.
function labelOfHidden(el) {
  const label = el.id && el.getRootNode().querySelector('label[for="' + CSS.escape(el.id) + '"]');
  if (label) return contentText(label, 160, el);
  for (let at = el, level = 0; at && level < 4 && at.tagName !== 'BODY'; at = at.parentElement, level++) {
    const field = at.previousElementSibling;
    if (!field || !isField(field)) continue;
    const box = field.getBoundingClientRect();
    return !shown(field) || box.width < 2 || box.height < 2 || field.tabIndex < 0 ? labelText(field) : '';
  }
  return '';
}

const BROWSE = /^(?:(?:or|and)\s+)?(?:browse|choose|select|drop|drag|upload|attach|datei|durchsuchen|parcourir|choisir|examinar|elegir|procurar)\b.{0,60}$/i;

// What a field for files is for, where right beside it stands only how a file is given.
function fileFor(el) {
  for (let at = el, level = 0; at && level < 4 && !/^(FORM|BODY|MAIN|SECTION|FIELDSET)$/.test(at.tagName); at = at.parentElement, level++) {
    for (let node = at.previousElementSibling; node; node = node.previousElementSibling) {
      if (node.matches(FIELDS) || node.querySelector(FIELDS)) return '';
      const text = shown(node) ? contentText(node, 90) : '';
      if (/\p{L}/u.test(text) && text.length < 90 && !BROWSE.test(text)) return text;
    }
  }
  return '';
}

function nameOf(el, role) {
  if (/^(combobox|listbox|slider|spinbutton)$/.test(role) && !isField(el)) {
    const label = labelOfHidden(el);
    if (label) return label;
  }
  const labelled = byIds(el, 'aria-labelledby');
  if (labelled) return labelled;
  const aria = squash(el.getAttribute('aria-label'));
  if (aria) return aria;
  const tag = el.tagName;
  if (tag === 'INPUT' && BUTTON_TYPES.has(el.type)) {
    const own = el.type === 'image' ? el.alt || el.title || el.value : el.value;
    return squash(own) || {submit: 'Submit', reset: 'Reset'}[el.type] || squash(el.title);
  }
  const entry = isEntry(el) || el.isContentEditable || ['combobox', 'textbox', 'listbox', 'spinbutton', 'slider', 'searchbox'].includes(role);
  if (isField(el)) {
    const label = labelText(el);
    if (label) return label;
  }
  if (tag === 'FIELDSET') return contentText(el.querySelector('legend') || document.createElement('i'));
  if (tag === 'IMG') return squash(el.alt || el.title);
  if (!entry && NAMED_BY_CONTENT.has(role)) {
    const wrap = !squash(el.textContent) && el.closest('label');
    const text = contentText(el, 160, null, true) || contentText(el, 160) || (wrap ? contentText(wrap, 160, el) : '') || (wrap ? '' : pseudoText(el));
    if (text) return text;
    const choice = role === 'checkbox' || role === 'radio' || role === 'switch';
    return squash(el.title) || (choice ? besideText(el) : '');
  }
  if (entry) {
    const wrap = !isField(el) && el.closest('label');
    if (wrap) return contentText(wrap, 160, el);
  }
  const title = squash(el.title);
  if (title) return title;
  if (entry) {
    const ghost = squash(el.placeholder || el.getAttribute('aria-placeholder') || el.getAttribute('data-placeholder'));
    const head = cellHeader(el);
    if (head) return cut(head, 160);
    const beside = el.type === 'file' && BROWSE.test(besideText(el)) ? fileFor(el) || besideText(el) : besideText(el);
    return cut(beside && (!ghost || beside.length <= 40) ? beside : ghost, 160);
  }
  return '';
}

function iconWords(el) {
  const found = [];
  for (const icon of el.querySelectorAll('svg,i,img,use,span')) {
    if (found.length > 3) break;
    if (icon.tagName === 'IMG') found.push(words((icon.getAttribute('src') || '').split('/').pop().split('.')[0]).slice(0, 30));
    else if (icon.tagName === 'use') found.push(words((icon.getAttribute('href') || icon.getAttribute('xlink:href') || '').split('#').pop()));
    else if (!icon.textContent.trim() || icon.tagName === 'svg') found.push(words(icon.getAttribute('class')), words(icon.getAttribute('data-icon')));
  }
  return found;
}

function hintsOf(el, name, entry) {
  const found = [
    words(el.id), words(el.getAttribute('name')), words(el.getAttribute('data-testid') || el.getAttribute('data-test') || el.getAttribute('data-qa')),
    words(el.getAttribute('title')), words(String(el.getAttribute('class') || '').split(/\s+/).slice(0, 6).join(' ')),
  ];
  if (!name) found.push(...iconWords(el));
  if (entry) {
    const beside = words(besideText(el));
    if (beside !== words(name)) found.push(beside);
  }
  return [...new Set(found.filter((hint) => hint && hint.length < 80))];
}
