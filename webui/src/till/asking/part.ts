/** What comes together when a sale first asks for more than a tap. */
import './asking.css';

export { EmptiesSheet } from './empties';
export { KindsSheet } from './kinds';
export { PriceSheet } from './price';
export { TareChoice, TareKey } from './tare';
