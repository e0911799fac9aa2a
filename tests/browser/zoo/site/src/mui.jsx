// MUI with its date pickers: sectioned date fields, lists in portals, sliders made of hidden inputs.
import {Autocomplete, Checkbox, FormControl, FormControlLabel, InputLabel, MenuItem, Rating, Select, Slider, Switch, Tab, Tabs, TextField, ToggleButton, ToggleButtonGroup} from '@mui/material';
import {DatePicker, LocalizationProvider, TimePicker} from '@mui/x-date-pickers';
import {AdapterDayjs} from '@mui/x-date-pickers/AdapterDayjs';
import {useState} from 'react';
import {createRoot} from 'react-dom/client';
import {COUNTRIES, keep, show} from './zoo.js';

function Chosen() {
  const [value, setValue] = useState('');
  return <FormControl sx={{width: 240}}><InputLabel id="l">Country</InputLabel>
    <Select labelId="l" label="Country" value={value} onChange={(e) => { setValue(e.target.value); keep(e.target.value); }}>{COUNTRIES.map((c) => <MenuItem key={c} value={c}>{c}</MenuItem>)}</Select></FormControl>;
}
function Pages() {
  const [at, setAt] = useState(0);
  return <><Tabs value={at} onChange={(_, v) => { setAt(v); keep(v); }}><Tab label="General" /><Tab label="Billing" /></Tabs><p>{at ? 'Your cards' : 'Your name'}</p></>;
}
function Align() {
  const [at, setAt] = useState('left');
  return <ToggleButtonGroup exclusive value={at} onChange={(_, v) => { setAt(v); keep(v); }}><ToggleButton value="left">Left</ToggleButton><ToggleButton value="right">Right</ToggleButton></ToggleButtonGroup>;
}
const Dates = ({children}) => <LocalizationProvider dateAdapter={AdapterDayjs}>{children}</LocalizationProvider>;
const WIDGETS = {
  select: Chosen,
  autocomplete: () => <Autocomplete options={COUNTRIES} sx={{width: 300}} onChange={(_, v) => keep(v)} renderInput={(p) => <TextField {...p} label="Country" />} />,
  multiple: () => <Autocomplete multiple options={COUNTRIES} sx={{width: 400}} onChange={(_, v) => keep(v)} renderInput={(p) => <TextField {...p} label="Countries" />} />,
  date: () => <Dates><DatePicker label="Day" onChange={(v) => keep(v && v.isValid() ? v.format('YYYY-MM-DD') : null)} /></Dates>,
  time: () => <Dates><TimePicker label="Time" ampm={false} onChange={(v) => keep(v && v.isValid() ? v.format('HH:mm') : null)} /></Dates>,
  slider: () => <div style={{margin: 60, width: 400}}><Slider aria-label="Volume" defaultValue={20} onChange={(_, v) => keep(v)} /></div>,
  rating: () => <Rating name="stars" onChange={(_, v) => keep(v)} />,
  switch: () => <FormControlLabel control={<Switch onChange={(e) => keep(e.target.checked)} />} label="Alerts" />,
  checkbox: () => <FormControlLabel control={<Checkbox onChange={(e) => keep(e.target.checked)} />} label="I agree" />,
  text: () => <TextField label="Name" onChange={(e) => keep(e.target.value)} />,
  tabs: Pages,
  toggle: Align,
};
show(Object.fromEntries(Object.entries(WIDGETS).map(([name, Widget]) => [name, (root) => createRoot(root).render(<div style={{margin: 24}}><Widget /></div>)])));
