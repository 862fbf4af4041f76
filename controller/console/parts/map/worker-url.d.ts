/** A file's address, as the bundler gives it. */
declare module '*?url' {
  const url: string;
  export default url;
}
