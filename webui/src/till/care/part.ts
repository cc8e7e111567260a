/** What comes together when the page "Box check" is first wanted. */
import './care.css';

export { CareScreen } from './screen';
