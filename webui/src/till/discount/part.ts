/** What comes together when the discount sheet is first wanted. */
import './discount.css';

export { DiscountSheet } from './sheet';
