/** What comes together when the morning check is first wanted. */
import './ready.css';

export { ReadyScreen } from './screen';
export { ReadyStrip } from './strip';
