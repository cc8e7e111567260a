/** What comes together when goods come back for the first time. */
import './refund.css';

export { RefundSheet } from './sheet';
