/** What comes together when tickets are first parked. */
import './tickets.css';

export { TicketsSheet } from './sheet';
