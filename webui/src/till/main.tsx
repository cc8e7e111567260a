/** The till's screen: draws the app and connects it to the till. */
import '../shared/fonts.css';
import '../shared/tokens.css';
import './till.css';
import './ticket.css';
import './screens.css';
import { render } from 'preact';
import { App } from './app';
import { start } from './start';

render(<App />, document.body);
start();
