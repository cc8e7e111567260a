/** What comes together when one of these screens is first wanted. */
import './office.css';

export { Connect } from './connect';
export { LeaveSheet } from './leave';
export { OfflineSheet } from './offline';
export { StatusSheet } from './status';
export { StickSheet } from './stick';
