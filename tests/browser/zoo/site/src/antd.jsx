// antd: its fields open their lists and calendars in a layer at the end of the body.
import {AutoComplete, Cascader, Checkbox, DatePicker, Input, InputNumber, Mentions, Modal, Radio, Rate, Segmented, Select, Slider, Switch, TimePicker, Transfer, TreeSelect, Upload} from 'antd';
import {useState} from 'react';
import {createRoot} from 'react-dom/client';
import {keep, options, show} from './zoo.js';

const Field = ({label, children}) => <div style={{margin: 24}}><label htmlFor="field">{label}</label><div>{children}</div></div>;
const on = (...args) => keep(args.length > 1 && args[1] !== undefined && typeof args[0] !== 'string' ? args[1] : args[0]);
const PLACES = [
  {value: 'europe', label: 'Europe', children: [{value: 'ch', label: 'Switzerland', children: [{value: 'be', label: 'Bern'}, {value: 'zh', label: 'Zurich'}]}, {value: 'fr', label: 'France', children: [{value: 'ly', label: 'Lyon'}]}]},
  {value: 'asia', label: 'Asia', children: [{value: 'jp', label: 'Japan', children: [{value: 'ky', label: 'Kyoto'}]}]},
];
const TREE = [{value: 'parts', title: 'Parts', children: [{value: 'bolt', title: 'Bolt'}, {value: 'nut', title: 'Nut'}]}, {value: 'tools', title: 'Tools', children: [{value: 'saw', title: 'Saw'}]}];

function MoveOver() {
  const [keys, setKeys] = useState([]);
  return <Transfer dataSource={['Red', 'Green', 'Blue'].map((title) => ({key: title, title}))} targetKeys={keys} render={(item) => item.title} titles={['Available', 'Chosen']}
    onChange={(next) => { setKeys(next); keep(next); }} />;
}
function Ask() {
  const [open, setOpen] = useState(false);
  return <><button onClick={() => setOpen(true)}>Delete account</button>
    <Modal open={open} title="Sure?" okText="Yes, delete" onOk={() => { keep('deleted'); setOpen(false); }} onCancel={() => { keep('kept'); setOpen(false); }}>It cannot be undone.</Modal></>;
}
const WIDGETS = {
  select: () => <Field label="Country"><Select id="field" style={{width: 240}} options={options} onChange={(v) => keep(v)} /></Field>,
  search: () => <Field label="Country"><Select id="field" showSearch style={{width: 240}} optionFilterProp="label" options={options} onChange={(v) => keep(v)} /></Field>,
  multiple: () => <Field label="Countries"><Select id="field" mode="multiple" style={{width: 320}} options={options} onChange={(v) => keep(v)} /></Field>,
  long: () => <Field label="Row"><Select id="field" showSearch style={{width: 240}} options={Array.from({length: 500}, (_, i) => ({value: i, label: `Row ${i}`}))} optionFilterProp="label" onChange={(v) => keep(v)} /></Field>,
  cascader: () => <Field label="Place"><Cascader id="field" options={PLACES} onChange={(v) => keep(v)} /></Field>,
  tree: () => <Field label="Article"><TreeSelect id="field" style={{width: 240}} treeData={TREE} treeDefaultExpandAll onChange={(v) => keep(v)} /></Field>,
  date: () => <Field label="Day"><DatePicker id="field" onChange={(_, text) => keep(text)} /></Field>,
  range: () => <Field label="Stay"><DatePicker.RangePicker id={{start: 'field', end: 'until'}} onChange={(_, texts) => keep(texts)} /></Field>,
  time: () => <Field label="Time"><TimePicker id="field" format="HH:mm" onChange={(_, text) => keep(text)} /></Field>,
  complete: () => <Field label="City"><AutoComplete id="field" style={{width: 240}} options={['Bern', 'Berlin', 'Basel'].map((value) => ({value}))} showSearch={{filterOption: true}} onChange={(v) => keep(v)} /></Field>,
  transfer: () => <MoveOver />,
  slider: () => <div style={{margin: 60, width: 400}}><Slider ariaLabelForHandle="Volume" defaultValue={20} onChange={(v) => keep(v)} /></div>,
  number: () => <Field label="Amount"><InputNumber id="field" min={0} max={99} defaultValue={1} onChange={(v) => keep(v)} /></Field>,
  switch: () => <Field label="Alerts"><Switch id="field" onChange={(v) => keep(v)} /></Field>,
  checkbox: () => <Checkbox onChange={(e) => keep(e.target.checked)}>I agree</Checkbox>,
  radio: () => <Radio.Group options={['Small', 'Large']} onChange={(e) => keep(e.target.value)} />,
  segmented: () => <Segmented options={['Daily', 'Weekly', 'Monthly']} onChange={(v) => keep(v)} />,
  rate: () => <Rate onChange={(v) => keep(v)} />,
  upload: () => <Upload.Dragger multiple={false} beforeUpload={(file) => { keep(file.name); return false; }}><p>Drop a file here</p></Upload.Dragger>,
  otp: () => <div aria-label="Code"><Input.OTP length={6} onChange={(v) => keep(v)} /></div>,
  modal: () => <Ask />,
};
show(Object.fromEntries(Object.entries(WIDGETS).map(([name, Widget]) => [name, (root) => createRoot(root).render(<Widget />)])));
