// Shows the widget that the address names (`?only=select`), and keeps what the widget itself says it holds in `zoo.value`.
// What it holds is also shown below the widget, as an application would show what it was told.
let held = null;
export const zoo = (window.zoo = {
  log: [],
  get value() { return held; },
  set value(value) {
    held = value;
    const told = document.getElementById('told') || document.body.appendChild(Object.assign(document.createElement('output'), {id: 'told'}));
    told.textContent = `told: ${JSON.stringify(value)}`;
  },
});
export const wanted = new URLSearchParams(location.search).get('only');
export const keep = (value) => { zoo.value = value; zoo.log.push(value); };

export function show(widgets) {
  if (!widgets[wanted]) throw new Error(`there is no widget ${wanted}`);
  const root = document.body.appendChild(document.createElement('main'));
  widgets[wanted](root);
}

export function html(root, text) {
  root.insertAdjacentHTML('beforeend', text);
  return root.lastElementChild;
}

export const COUNTRIES = ['Austria', 'France', 'Germany', 'Italy', 'Japan', 'Norway', 'Switzerland'];
export const options = COUNTRIES.map((label) => ({label, value: label.slice(0, 2).toUpperCase()}));
