// What actions ask of fields that are more than a field: parts of a date, the layer that opens under one, its calendar.

// The parts (spin buttons one types into) that make one field with this element; [] when it is none of such.
function spinParts(el) {
  const own = (box) => [...box.querySelectorAll('[role=spinbutton]')].filter((e) => e.isContentEditable && shown(e));
  const standIn = el.tagName === 'INPUT' && (el.tabIndex < 0 || el.getAttribute('aria-hidden') === 'true');
  if (!standIn && isField(el)) return [];
  for (let box = el, level = 0; box && level < 4 && box.tagName !== 'BODY'; box = box.parentElement, level++) {
    const found = own(box);
    if (found.length > 1) return found.length < 8 ? found : [];
    if (!standIn && givenRole(box) === 'group') return [];
  }
  return [];
}
const givenRole = (el) => el.getAttribute('role') || '';

const partState = (e) => ({name: squash(e.getAttribute('aria-label')), most: Number(e.getAttribute('aria-valuemax')) || 0, least: Number(e.getAttribute('aria-valuemin')) || 0, now: Number(e.getAttribute('aria-valuenow') || NaN), text: squash(e.textContent)});

const CELLS = 'td,[role=gridcell],li,button,a,span,div';
const numberIn = (e) => { const m = squash(e.textContent).match(/^0?(\d{1,2})$/); return m ? +m[1] : null; };
const leafOf = (e) => ![...e.children].some((child) => squash(child.textContent));

// The layer with a calendar or a clock that lies open by a field, null when none does.
function layerOf(el) {
  const field = el.getBoundingClientRect();
  const near = (r) => r.left < field.right + 60 && r.right > field.left - 60 && r.top < field.bottom + 60 && r.bottom > field.top - 60;
  const seenBoxes = new Set(document.querySelectorAll('body > *, body > * > *, body > * > * > *'));
  for (let at = el.parentElement, level = 0; at && level < 4; at = at.parentElement, level++) for (const child of at.children) seenBoxes.add(child);
  for (const box of seenBoxes) {
    if (box.contains(el) || !visibleBox(box)) continue;
    const place = getComputedStyle(box).position;
    if (place !== 'absolute' && place !== 'fixed' || !near(box.getBoundingClientRect())) continue;
    if ([...box.querySelectorAll(CELLS)].filter((e) => numberIn(e) !== null && leafOf(e) && visibleBox(e)).length >= 12) return box;
  }
  return null;
}

const MONTHS = (() => {
  const table = [];
  for (const language of new Set([document.documentElement.lang || 'en', 'en', 'de', 'fr', 'es', 'pt'])) {
    for (const month of ['long', 'short']) {
      let form;
      try { form = new Intl.DateTimeFormat(language, {month, timeZone: 'UTC'}); } catch { continue; }
      for (let m = 0; m < 12; m++) table.push([form.format(Date.UTC(2020, m, 15)).toLowerCase().replace(/\.$/, ''), m + 1]);
    }
  }
  return table.sort((a, b) => b[0].length - a[0].length);
})();

function monthIn(text) {
  const low = text.toLowerCase();
  const found = MONTHS.find(([word]) => new RegExp('(^|[^\\p{L}])' + word + '([^\\p{L}]|$)', 'u').test(low));
  return found ? found[1] : 0;
}
const yearIn = (text) => { const m = text.match(/(?:^|\D)((?:19|20|21)\d\d)(?:\D|$)/); return m ? +m[1] : 0; };

function dateOf(cell) {
  for (let e = cell, level = 0; e && level < 2; e = e.parentElement, level++) {
    if (e.dataset.year && e.dataset.month && numberIn(cell)) return [+e.dataset.year, +e.dataset.month + 1, numberIn(cell)].join('-');
    for (const text of [e.getAttribute('aria-label'), e.title, e.dataset.date, e.dataset.day, e.getAttribute('datetime')]) {
      const iso = text && text.match(/(\d{4})-(\d{1,2})-(\d{1,2})/);
      if (iso) return [+iso[1], +iso[2], +iso[3]].join('-');
      if (text && yearIn(text) && monthIn(text) && numberIn(cell)) return [yearIn(text), monthIn(text), numberIn(cell)].join('-');
    }
  }
  return '';
}

// One look at an open calendar: the cell of the wanted day, or the month it shows and what turns it on and back.
function calendar(el, {year, month, day}) {
  const box = layerOf(el);
  if (!box) return {};
  const cells = [...box.querySelectorAll(CELLS)].filter((e) => numberIn(e) !== null && leafOf(e) && visibleBox(e) && flag(e, 'aria-disabled') !== true && !e.disabled);
  const named = cells.map(dateOf);
  const exact = cells[named.indexOf([year, month, day].join('-'))];
  if (exact) return {cell: exact};
  const head = [...box.querySelectorAll('select')].map((s) => s.selectedOptions[0] ? s.selectedOptions[0].text : '').join(' ') + ' '
    + [...box.querySelectorAll('input')].map((i) => i.value).join(' ') + ' ' + squash([...box.querySelectorAll('*')].filter((e) => leafOf(e) && numberIn(e) === null && !e.closest('select') && visibleBox(e)).map((e) => e.textContent).join(' '));
  const at = {year: yearIn(head), month: monthIn(head)};
  const turn = (words) => [...box.querySelectorAll('button,a,[role=button],span,div,svg')].find((e) => visibleBox(e) && numberIn(e) === null && !e.querySelector('button,a,td') && words.test(sayings(e)) && !/year|decade|jahr|ann[ée]e|año|super/i.test(sayings(e)));
  const on = turn(/\bnext\b|forward|weiter|nächst|suivant|siguiente|próxim|[›»→]/i), back = turn(/\bprev|\bback\b|zurück|vorig|précédent|anterior|[‹«←]/i);
  if (at.year === year && at.month === month) {
    const first = cells.findIndex((e) => numberIn(e) === 1);
    const cell = cells.slice(Math.max(first, 0)).find((e) => numberIn(e) === day);
    if (cell) return {cell};
  }
  return {at, on: on || null, back: back || null};
}
const sayings = (e) => [e.getAttribute('aria-label'), e.title, words(String(e.getAttribute('class') || '')), e.dataset.handler, squash(e.textContent).slice(0, 20)].filter(Boolean).join(' ');
