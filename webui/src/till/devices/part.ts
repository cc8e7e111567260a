/** What comes together when the Devices screen is first wanted. */
import './devices.css';

export { DevicesScreen } from './screen';
