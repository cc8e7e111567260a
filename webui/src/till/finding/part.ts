/** What comes together when a receipt is looked for. */
import './finding.css';

export { Find } from './find';
