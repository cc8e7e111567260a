/** `npm run dev`: the same screen on a till that lives in this page. Not part of the built screen. */
import { useWire } from '../api/wire';
import { fakeTill } from './till';

useWire(fakeTill(new URLSearchParams(window.location.search)));
void import('../main');
