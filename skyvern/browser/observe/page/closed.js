// What is closed: controls behind which links and buttons wait that the page holds already and does not show.
const HELD = 'a[href],button,[role=menuitem],[role=option],[onclick],summary';
const MOST_HELD = 24;

// Notes the outermost hidden box of a closed menu, section or tab.
function noteHidden(el) {
  if (looks.hidden.length < 200 && el.firstElementChild) looks.hidden.push(el);
}

function namesBehind(box) {
  const names = [];
  for (const el of box.querySelectorAll(HELD)) {
    const name = cut(squash(el.getAttribute('aria-label') || el.textContent || el.title), 60);
    if (name && !names.includes(name)) names.push(name);
    if (names.length > MOST_HELD) return [];
  }
  return names;
}

const pointsAt = (id) => `[aria-controls~="${id}"],[data-target="#${id}"],[data-bs-target="#${id}"],[href="#${id}"]`;

// The control that opens a hidden box: the one that names it, the one before it, or the only one beside it.
function openerOf(box) {
  const known = (el) => (el && looks.records.get(el)) || null;
  if (box.id) {
    for (const el of box.getRootNode().querySelectorAll(pointsAt(CSS.escape(box.id)))) if (known(el)) return known(el);
  }
  const before = box.previousElementSibling;
  if (known(before)) return known(before);
  const around = box.parentElement;
  if (!around || NOT_ALONE.has(around.tagName) || around === document.body) return null;
  if (known(around)) return known(around);
  const beside = [...around.querySelectorAll('*')].filter((el) => !box.contains(el) && looks.records.has(el));
  if (beside.length === 1) return known(beside[0]);
  return beside.length ? null : emitLabel(around, box);
}

// A label that shows its menu while the mouse is on it is no control by itself; what it holds makes it one.
function emitLabel(around, box) {
  const style = getComputedStyle(around);
  const rect = around.getBoundingClientRect();
  const said = squash([...around.childNodes].filter((node) => node !== box).map((node) => node.textContent).join(' '));
  if (!said || said.length > 40 || style.visibility !== 'visible' || rect.width < 2 || rect.height < 2) return null;
  const landmark = around.closest('nav,[role=navigation]') ? 'navigation' : around.closest('header,[role=banner]') ? 'banner' : '';
  const record = emit(around, roleOf(around), 'maybe', {landmark, regionName: '', legend: ''}, style);
  if (record) { record.name = said; record.order = orders.get(around) || record.order; record.listener = false; }
  return record;
}

function tellClosed() {
  const emitted = looks.elements.length;
  for (const box of looks.hidden) {
    const names = namesBehind(box);
    const opener = names.length ? openerOf(box) : null;
    if (opener && !opener.holds) opener.holds = names;
  }
  if (looks.elements.length > emitted) looks.elements.sort((a, b) => a.order - b.order);
}
