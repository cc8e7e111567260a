/** What comes together when the records are checked. */
import './inspector.css';

export { InspectorSheet } from './sheet';
