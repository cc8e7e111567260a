/** What comes together when a sale first asks for more than a tap. */
import './asking.css';

export { EmptiesSheet } from './empties';
export { PriceSheet } from './price';
export { TareChoice, TareKey } from './tare';
