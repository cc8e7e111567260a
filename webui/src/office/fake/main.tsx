/** `npm run dev`, fake-office.html: the same pages on a back office that lives in this one. Not part of the build. */
import { useWire } from '../api/wire';
import { fakeOffice } from './office';

useWire(fakeOffice(new URLSearchParams(window.location.search)));
void import('../main');
