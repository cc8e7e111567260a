/** What comes together when one of these screens is first wanted. */
import './network.css';

export { WifiScreen } from './screen';
export { WifiSetup } from './setup';
