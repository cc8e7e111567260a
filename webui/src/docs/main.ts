/** The page at /docs: the till's own OpenAPI document, made browsable. Only developers load it. */
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';

SwaggerUI({
  domNode: document.body,
  url: '/openapi.json',
  supportedSubmitMethods: ['get'],
  validatorUrl: null,
});
