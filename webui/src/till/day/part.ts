/** What comes together when the day is first looked at. */
import './day.css';

export { DayScreen } from './screen';
