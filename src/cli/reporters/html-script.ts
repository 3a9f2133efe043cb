/** The page's script: makes the table from the data in the page. Everything goes in as text, never as markup. */
export const HTML_SCRIPT = String.raw`
'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const PAGE = 200;
const byId = (id) => document.getElementById(id);
const make = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'onclick') node.addEventListener('click', value);
    else if (value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
};
const megabytes = (bytes) => bytes >= 1e9 ? (bytes / 1e9).toFixed(2) + ' GB' : (bytes / 1e6).toFixed(1) + ' MB';
const percent = (row) => row.before && row.after && row.status === 'changed' ? 1 - row.after / row.before : null;
const STATES = { changed: data.written ? 'changed' : 'would change', unchanged: 'unchanged', unproven: 'not proven', refused: 'refused', fault: 'fault' };

const numbers = [
  ['Dockerfiles', data.rows.length],
  [STATES.changed, data.counts.changed],
  ['unchanged', data.counts.unchanged],
  ...(data.counts.unproven ? [['not proven', data.counts.unproven]] : []),
  ...(data.counts.refused ? [['refused', data.counts.refused]] : []),
  ...(data.counts.faults ? [['faults of the tool', data.counts.faults]] : []),
  ...(data.bytes ? [['saved in ' + data.bytes.files + ' proven', megabytes(data.bytes.before - data.bytes.after)],
    ['smaller where proven', Math.round((1 - data.bytes.after / data.bytes.before) * 100) + ' %']] : []),
];
byId('numbers').append(...numbers.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, String(value)))));

const most = Math.max(1, ...data.reasons.map(([, count]) => count));
const buttons = data.reasons.map(([reason, count]) => {
  const bar = make('span', { class: 'bar', 'aria-hidden': 'true', style: 'width:' + (100 * count / most) + '%' });
  const button = make('button', { type: 'button', 'aria-pressed': 'false', title: 'Show only these', onclick: () => {
    byId('reason').value = byId('reason').value === reason ? '' : reason;
    draw();
  } }, make('span', {}, reason), bar, make('span', { class: 'count' }, String(count)));
  button.dataset.reason = reason;
  return button;
});
const FEW = 12;
const items = buttons.map((button, index) => make('li', { ...(index < FEW ? {} : { hidden: '' }) }, button));
byId('reasons').append(...items);
if (items.length > FEW) byId('reasons').after(make('button', { type: 'button', class: 'plain', onclick: (event) => {
  for (const item of items) item.hidden = false;
  event.target.remove();
} }, 'Show all ' + items.length + ' reasons'));
if (buttons.length === 0) byId('reasons').append(make('li', {}, 'Nothing was left for a reason.'));
byId('reason').append(...data.reasons.map(([reason]) => make('option', { value: reason }, reason)));
byId('state').append(...Object.entries(STATES).filter(([state]) => data.rows.some((row) => row.status === state)).map(([state, name]) => make('option', { value: state }, name)));

const hasRepositories = data.rows.some((row) => row.repository !== '');
const hasProofs = data.rows.some((row) => row.proof !== '');
const tags = (names) => make('div', { class: 'tags' }, ...names.map((name) => make('span', { class: 'tag' }, name)));
const COLUMNS = [
  ...(hasRepositories ? [{ name: 'Repository', value: (row) => row.repository, cell: (row) => row.repository }] : []),
  { name: 'Dockerfile', style: 'path', value: (row) => row.path, cell: opener },
  { name: 'State', value: (row) => STATES[row.status], cell: (row) => make('span', { class: 'state ' + row.status }, STATES[row.status]) },
  { name: 'Changed', value: (row) => row.changed.length, cell: (row) => tags(row.changed) },
  { name: 'Left', value: (row) => row.declined.length, cell: (row) => tags([...new Set(row.declined.map((each) => each.split('/')[1]))]) },
  ...(hasProofs ? [
    { name: 'Proof', value: (row) => row.proof, cell: (row) => row.proof },
    { name: 'Before', number: true, value: (row) => row.before ?? -1, cell: (row) => row.before ? megabytes(row.before) : '' },
    { name: 'After', number: true, value: (row) => row.after ?? -1, cell: (row) => row.after ? megabytes(row.after) : '' },
    { name: 'Saved', number: true, value: (row) => percent(row) ?? -1, cell: (row) => percent(row) === null ? '' : Math.round(percent(row) * 100) + ' %' },
  ] : []),
];
let sortedBy = -1, descending = false, limit = PAGE;
const headers = COLUMNS.map((column, index) => make('th', { scope: 'col', class: column.number ? 'number' : null }, make('button', { type: 'button', onclick: () => {
  descending = sortedBy === index ? !descending : column.number === true || typeof column.value(data.rows[0] ?? {}) === 'number';
  sortedBy = index;
  draw();
} }, column.name)));
if (data.rows.length > 0) document.querySelector('#files thead tr').append(...headers);

function opener(row) {
  const button = make('button', { type: 'button', class: 'open', 'aria-expanded': 'false' }, row.path);
  button.addEventListener('click', () => {
    const line = button.closest('tr');
    const open = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!open));
    if (open) line.nextElementSibling.remove();
    else line.after(make('tr', { class: 'detail' }, make('td', { colspan: String(COLUMNS.length) }, ...detail(row))));
  });
  return button;
}

function detail(row) {
  const parts = [];
  if (row.problem) parts.push(make('p', {}, row.problem));
  if (row.decisions.length > 0) parts.push(make('h3', {}, 'Decisions'), make('ul', { class: 'decisions' }, ...row.decisions.map(([verdict, title, sentence, advice]) =>
    make('li', {}, make('span', { class: verdict === 'changed' ? 'changed' : 'refused' }, verdict === 'changed' ? '✓ changed ' : '✗ left '), make('code', {}, title), ' ' + sentence, ...(advice && verdict === 'declined' ? [make('span', { class: 'advice' }, '→ ' + advice)] : [])))));
  if (row.layers && row.layers.before.length > 0) parts.push(make('h3', {}, 'Layers'), layerBars(row.layers), layerList(row.layers));
  else if (row.status === 'changed' && !row.proof) parts.push(make('p', { class: 'unchanged' }, 'What the layers weigh is known once the file is proven (--prove).'));
  if (row.figures.length > 0) parts.push(make('h3', {}, 'Proof: ' + row.proof), figureTable(row.figures));
  if (row.patch) parts.push(make('h3', {}, 'Patch'), patchView(row.patch));
  if (parts.length === 0) parts.push(make('p', {}, 'There is nothing to gain here.'));
  return parts;
}

function layerBars({ before, after }) {
  const total = (layers) => layers.reduce((sum, [bytes]) => sum + bytes, 0);
  const widest = Math.max(1, total(before), total(after));
  const bar = (name, layers) => [make('span', {}, name), make('div', { class: 'stack', role: 'img', 'aria-label': name + ': ' + layers.filter(([bytes]) => bytes > 0).length + ' layers, ' + megabytes(total(layers)) },
    ...layers.filter(([bytes]) => bytes > 0).map(([bytes, by]) => make('span', { style: 'width:' + (100 * bytes / widest) + '%', title: megabytes(bytes) + '  ' + by }))), make('span', { class: 'total' }, megabytes(total(layers)))];
  return make('div', { class: 'layers' }, ...bar('before', before), ...(after.length > 0 ? bar('after', after) : []));
}

function layerList({ before, after }) {
  const list = (name, layers) => layers.length === 0 ? [] : [make('h3', {}, name), make('ol', {}, ...layers.filter(([bytes]) => bytes > 0).map(([bytes, by]) => make('li', {}, megabytes(bytes) + '  ', make('code', {}, by))))];
  return make('details', { class: 'layer-list' }, make('summary', {}, 'Layers one by one'), ...list('before', before), ...list('after', after));
}

function figureTable(figures) {
  return make('table', { class: 'figures' }, make('thead', {}, make('tr', {}, ...['', 'before', 'after'].map((name) => make('th', { scope: 'col' }, name)))),
    make('tbody', {}, ...figures.map(([name, before, after]) => make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, before), make('td', {}, after)))));
}

function patchView(patch) {
  const kind = (line) => line.startsWith('+++') || line.startsWith('---') || line.startsWith('diff ') || line.startsWith('@@') || line.startsWith('new file') ? 'hunk' : line.startsWith('+') ? 'plus' : line.startsWith('-') ? 'minus' : '';
  return make('pre', { tabindex: '0', 'aria-label': 'Patch' }, ...patch.replace(/\n$/, '').split('\n').map((line) => make('span', { class: kind(line) }, line === '' ? ' ' : line)));
}

function draw() {
  const [search, state, reason] = [byId('search').value.trim().toLowerCase(), byId('state').value, byId('reason').value];
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.reason === reason));
  let rows = data.rows.filter((row) => (state === '' || row.status === state) && (reason === '' || row.declined.includes(reason)) &&
    (search === '' || [row.repository, row.path, row.declined.join(' '), row.changed.join(' '), row.proof, row.patch].some((text) => text.toLowerCase().includes(search))));
  if (sortedBy >= 0) {
    const value = COLUMNS[sortedBy].value;
    const compare = (a, b) => typeof a === 'number' ? a - b : a < b ? -1 : a > b ? 1 : 0;
    rows = [...rows].sort((a, b) => (descending ? -1 : 1) * compare(value(a), value(b)));
  }
  headers.forEach((header, index) => header.setAttribute('aria-sort', index === sortedBy ? (descending ? 'descending' : 'ascending') : 'none'));
  const body = document.querySelector('#files tbody');
  body.replaceChildren(...rows.slice(0, limit).map((row) => make('tr', {}, ...COLUMNS.map((column) => make('td', { class: column.number ? 'number' : column.style }, column.cell(row))))));
  if (rows.length === 0) body.append(make('tr', {}, make('td', { colspan: String(COLUMNS.length) }, 'No Dockerfile fits.')));
  byId('shown').textContent = rows.length === data.rows.length ? rows.length + ' shown' : rows.length + ' of ' + data.rows.length + ' shown';
  byId('more').hidden = rows.length <= limit;
}
for (const id of ['search', 'state', 'reason']) byId(id).addEventListener('input', () => { limit = PAGE; draw(); });
byId('filters').addEventListener('submit', (event) => event.preventDefault());
byId('more').addEventListener('click', () => { limit += PAGE; draw(); });
draw();
`;
