/** What comes together when a receipt is looked for. */
import '../network/network.css';
import './finding.css';

export { Find } from './find';
