/** The library ships no types of its own; this is all that is used of it. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  export default function SwaggerUI(options: {
    domNode: HTMLElement;
    url: string;
    supportedSubmitMethods: string[];
    validatorUrl: null;
  }): void;
}
