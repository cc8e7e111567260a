/** What comes together when somebody pays another way than with cash at once. */
import './payments.css';

export { PaySettings } from './settings';
export { Tender } from './tender';
