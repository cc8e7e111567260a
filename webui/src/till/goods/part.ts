/** What comes together when the Goods screen is first wanted; its keyboard is the one of the Wi-Fi screen. */
import '../network/network.css';
import './goods.css';

export { GoodsScreen } from './screen';
