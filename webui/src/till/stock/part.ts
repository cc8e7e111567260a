/** What comes together when the Stock screen is first wanted. */
import './stock.css';

export { StockScreen } from './screen';
