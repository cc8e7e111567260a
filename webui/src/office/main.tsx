/** The back office's pages: draws the app and connects it. */
import '../shared/fonts.css';
import '../shared/tokens.css';
import './office.css';
import './today.css';
import './pages.css';
import { render } from 'preact';
import { App } from './app';
import { start } from './start';

render(<App />, document.body);
start();
