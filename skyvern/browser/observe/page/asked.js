// What a field is asked for where the markup does not tie words and field together: the question above a run of choices,
// the parts of a date that stand beside one another, and a list to choose from that is drawn of plain boxes.
const PART_WORDS = [
  ['Month', /^(?:mm?|months?|monat|mois|mes|mês)$/i], ['Day', /^(?:dd?|tt?|jj|days?|tag|jour|d[ií]a)$/i],
  ['Year', /^(?:yyyy|yy|jjjj|aaaa|years?|jahr|ann[ée]e|año|ano)$/i],
];
const EMPTY_CHOICE = /^(?:[-–—.…\s]*|[-–—\s]*(?:please\s+)?(?:select|choose|pick)(?:\s+(?:an?|the|your|one|option))*(?:\s[\p{L}\s]{1,30})?|(?:bitte\s+)?(?:aus)?wählen.*|.*\b(?:auswählen|sélectionne[rz]|choisi(?:r|ssez)|selecciona(?:r|e)?|elija|selecion(?:ar|e)|escolha)\b.*)[-–—.…\s]*$/iu;
const NO_LIST = /\b(?:dates?|times?|day|files?|datum|datei|fichier|fecha|archivo|all|more)\b/i;
const CARETS = /[▾▼▿⌄˅⏷]/gu;
const ARROW = /[▾▼▿⌄˅⏷]/u;
const LISTLIKE = /(^|[-_\s])(select|dropdown|drop-down|picker|combo|combobox|listbox|choice)([-_\s\d]|$)/i;
const WORDS_ABOVE = 160;

// The words right before `first` in `box`, or right before the box itself; '' when a field or a button stands between.
function wordsBefore(first, box, most = 2) {
  let at = first;
  while (at.parentElement && at.parentElement !== box && box.contains(at.parentElement)) at = at.parentElement;
  for (let level = 0; at && level <= most; level++) {
    for (let node = at.previousSibling; node; node = node.previousSibling) {
      if (node.nodeType === 3) {
        const text = squash(node.data);
        if (/[\p{L}\p{N}]/u.test(text)) return text.length > WORDS_ABOVE ? '' : text;
      } else if (node.nodeType === 1 && !SKIP.has(node.tagName) && shown(node)) {
        if (node.matches(FIELDS) || node.querySelector(FIELDS + ',button,[role=button]') || /^(BUTTON|HR|NAV|FORM|H[1-6])$/.test(node.tagName)) return '';
        const text = contentText(node, WORDS_ABOVE + 1);
        if (/[\p{L}\p{N}]/u.test(text)) return text.length > WORDS_ABOVE ? '' : text;
      }
    }
    at = at.parentElement;
    if (!at || /^(FORM|BODY|MAIN|TABLE|TBODY|TR|SECTION|FIELDSET|LI|HTML)$/.test(at.tagName)) return '';
  }
  return '';
}

const kindOfChoice = (el) => {
  const role = el.getAttribute('role') || '';
  if (el.type === 'radio' || role === 'radio') return 'radio';
  return el.type === 'checkbox' || role === 'checkbox' || role === 'switch' ? 'checkbox' : '';
};

// The choices that are asked about together with this one: radio buttons of one name, boxes in one small box.
function runOf(el, kind) {
  if (kind === 'radio' && el.name) {
    const root = el.form || el.getRootNode();
    return [...root.querySelectorAll('input[type=radio]')].filter((e) => e.name === el.name);
  }
  for (let box = el.parentElement, level = 0; box && level < 4 && !/^(FORM|BODY|MAIN|TABLE|TR|FIELDSET)$/.test(box.tagName); box = box.parentElement, level++) {
    const fields = [...box.querySelectorAll(FIELDS)];
    if (fields.some((field) => kindOfChoice(field) !== kind)) return [];
    if (fields.length > 1) return fields;
  }
  return [];
}

// The question that stands above a run of choices, '' when the page asks none right there.
function questionOf(el) {
  const kind = kindOfChoice(el);
  if (!kind || el.closest('td,th,[role=gridcell]') && kind === 'checkbox' && el.closest('tr') && el.closest('table').rows.length > 3) return '';
  const run = runOf(el, kind);
  if (run.length < 2) return '';
  const set = el.closest('fieldset,[role=radiogroup],[role=group]');
  if (set && [...set.querySelectorAll(FIELDS)].every((field) => run.includes(field))) return '';
  let box = run[0].parentElement;
  while (box && !run.every((one) => box.contains(one))) box = box.parentElement;
  if (!box || box === document.body) return '';
  const asked = wordsBefore(run[0], box, kind === 'radio' ? 2 : 1);
  return asked && asked !== nameOf(run[0], roleOf(run[0])) ? asked : '';
}

function partWord(el) {
  const first = el.tagName === 'SELECT' && el.options.length ? squash(el.options[0].text).replace(/^[-–—.\s]+|[-–—.\s:]+$/g, '').replace(/^(?:select|choose)\s+(?:an?\s+)?/i, '') : '';
  const own = [labelText(el), el.getAttribute('aria-label'), el.placeholder, el.title, first, words(el.name).split(' ').pop(), words(el.id).split(' ').pop()];
  for (const text of own) for (const [part, shape] of PART_WORDS) if (text && shape.test(squash(text).replace(/\*$/, ''))) return part;
  return '';
}

// Day, month and year that stand beside one another: what this one is, and what date they make together.
function datePart(el) {
  if (el.tagName !== 'SELECT' && !(el.tagName === 'INPUT' && /^(text|tel|number)$/.test(el.type))) return null;
  for (let box = el.parentElement, level = 0; box && level < 3; box = box.parentElement, level++) {
    const fields = [...box.querySelectorAll(FIELDS)].filter(shown);
    if (fields.length < 3) continue;
    const parts = fields.map(partWord);
    if (fields.length > 3 || !parts.every(Boolean) || new Set(parts).size !== 3) return null;
    return {part: parts[fields.indexOf(el)], whole: wordsBefore(fields[0], box, 1).replace(/\s*[*:]+$/, '')};
  }
  return null;
}

// The closed list of choices that belongs to a box: within it, or right behind it.
function closedList(el) {
  const near = [...el.children, el.nextElementSibling, el.parentElement && el.parentElement.nextElementSibling].filter(Boolean);
  for (const list of near) {
    if (!/^(UL|OL|DIV|SPAN)$/.test(list.tagName) || visibleBox(list) || list.querySelector(FIELDS) && !list.querySelector('[role=option]')) continue;
    const holder = list.children.length === 1 ? list.children[0] : list;
    const items = [...holder.children].map((item) => squash(item.textContent)).filter(Boolean);
    const leads = [...list.querySelectorAll('a[href]')].some((a) => !/^(#|javascript:)/.test(a.getAttribute('href')));
    if (items.length > 1 && !leads && items.every((text) => text.length < 80)) return items;
  }
  return [];
}

const leaves = (el) => [...el.querySelectorAll('*')].filter((e) => leafOf(e) && visibleBox(e) && /[\p{L}\p{N}]/u.test(e.textContent));
const bareText = (text) => squash((text || '').replace(CARETS, ' '));

// A list to choose from without a role that says so: {name, value}, or null for what is no such thing.
function drawnList(el, how) {
  if (!/^(DIV|SPAN|BUTTON|A)$/.test(el.tagName) || isEntry(el) || el.querySelector('input:not([type=hidden]),textarea,select') || el.closest('nav,[role=navigation],[role=menubar],[role=toolbar]')) return null;
  if (el.tagName === 'A' && !/^(#|javascript:)/.test(el.getAttribute('href') || '#')) return null;
  const said = el.getAttribute('aria-haspopup') === 'listbox';
  const given = el.getAttribute('role');
  if (given && given !== 'button' && given !== 'combobox' || given === 'combobox') return null;
  if (!said && (!how || el.getAttribute('aria-haspopup') || el.type === 'submit' && el.form && el.getAttribute('type') === 'submit')) return null;
  const shownNow = bareText(contentText(el, 120));
  const label = squash(el.getAttribute('aria-label')) || byIds(el, 'aria-labelledby') || labelBefore(el);
  const known = registry.drawn.get(el);
  if (!said && !known && !(label ? drawnSigns(el, shownNow, label) : EMPTY_CHOICE.test(shownNow) && shownNow && closedList(el).length)) return null;
  const texts = leaves(el).filter((one) => !one.closest('[role=listbox],ul,ol') || !el.contains(one.closest('[role=listbox],ul,ol'))).map((one) => bareText(one.textContent));
  const name = label || known || texts[0] || shownNow;
  const value = label ? shownNow : texts.length > 1 ? texts.slice(1).join(' ') : known && shownNow !== known ? shownNow : '';
  registry.drawn.set(el, name);
  const chosen = EMPTY_CHOICE.test(value) ? '' : value;
  return {name: name.replace(/\s*[:]+$/, ''), value: chosen, options: closedList(el).map((text) => ({label: text, value: '', selected: text === chosen, disabled: false}))};
}

// What shows is one of the choices of its own closed list, or asks to choose; or a box that calls itself a list has a label.
function drawnSigns(el, shownNow, label) {
  if (NO_LIST.test(shownNow) && EMPTY_CHOICE.test(shownNow) || shownNow.length > 80) return false;
  const choices = closedList(el);
  if (!choices.length && ARROW.test(el.textContent) && !MORE.test(shownNow) && (stacked(el) || /[:*]$/.test(label))) return true;
  if (choices.length) return !shownNow || EMPTY_CHOICE.test(shownNow) || choices.includes(shownNow);
  const asks = /\p{L}/u.test(shownNow) && EMPTY_CHOICE.test(shownNow) && shownNow.split(' ').length > (el.tagName === 'BUTTON' ? 2 : 0);
  const called = LISTLIKE.test(String(el.getAttribute('class') || '') + ' ' + String((el.parentElement && el.parentElement.getAttribute('class')) || ''));
  return !!(asks && (/[-–—…]|\.\.\./.test(el.textContent) || called || ARROW.test(el.textContent)));
}

// Whether the words before a box stand right above it, as those over a field do.
function stacked(el) {
  const above = el.previousElementSibling || el.parentElement.previousElementSibling;
  const words = above && above.getBoundingClientRect(), box = el.getBoundingClientRect();
  return !!words && words.height < 40 && words.bottom <= box.top + 4 && box.top - words.bottom < 24 && Math.abs(words.left - box.left) < 24;
}

// The words that label a box: right before it, in its own little frame.
function labelBefore(el) {
  const frame = el.parentElement;
  if (!frame || frame === document.body) return '';
  const before = wordsBefore(el, frame, 1);
  return before.length <= 60 && !/[.!?]$/.test(before.replace(/\?$/, '')) ? before : '';
}

// What stands within such a list and is no choice: its arrow, or the box that shows what is chosen.
function partOfList(el, owner) {
  const text = bareText(contentText(el, 120)), {name, value} = looks.lists.get(owner);
  return !text || text === name || text === value || text === bareText(contentText(owner, 120)) || EMPTY_CHOICE.test(text);
}
