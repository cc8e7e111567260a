/** What comes together when the promotions are opened. Their look is that of the goods, which they come from. */
import './promotions.css';

export { Promotions } from './screen';
