/** What comes together when people are first wanted. */
import './people.css';

export { ApprovalSheet } from './approval';
export { Guard } from './guard';
export { PeopleScreen } from './screen';
