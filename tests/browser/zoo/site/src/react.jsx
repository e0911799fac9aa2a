// react-select in its kinds, and a list of react-window of which only some rows exist.
import {createRoot} from 'react-dom/client';
import Select from 'react-select';
import Async from 'react-select/async';
import Creatable from 'react-select/creatable';
import {List} from 'react-window';
import {keep, options, show} from './zoo.js';

const value = (v) => keep(Array.isArray(v) ? v.map((o) => o.value) : v && v.value);
const Field = ({label, children}) => <div style={{margin: 24, width: 320}}><label htmlFor="field">{label}</label>{children}</div>;
const later = (text) => new Promise((resolve) => setTimeout(() => resolve(options.filter((o) => o.label.toLowerCase().includes(text.toLowerCase()))), 400));
const Row = ({index, style}) => <div style={style}><button onClick={() => keep(index)}>Open row {index}</button></div>;
const WIDGETS = {
  single: () => <Field label="Country"><Select inputId="field" options={options} onChange={value} /></Field>,
  multi: () => <Field label="Countries"><Select inputId="field" isMulti options={options} onChange={value} /></Field>,
  creatable: () => <Field label="Tag"><Creatable inputId="field" options={[{label: 'old', value: 'old'}]} onChange={value} /></Field>,
  async: () => <Field label="Country"><Async inputId="field" loadOptions={later} onChange={value} /></Field>,
  window: () => <List rowComponent={Row} rowCount={1000} rowHeight={30} rowProps={{}} style={{height: 300}} />,
};
show(Object.fromEntries(Object.entries(WIDGETS).map(([name, Widget]) => [name, (root) => createRoot(root).render(<Widget />)])));
