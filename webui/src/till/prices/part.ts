/** What comes together when the price lists are opened. Their look is that of the goods, which they come from. */
import './prices.css';

export { PriceLists } from './screen';
