/** What comes together when a box is new. */
import '../office/office.css';
import './welcome.css';

export { Welcome } from './welcome';
