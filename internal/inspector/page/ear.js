// The ear: the browser's own speech recognition, where it has one.

export class Ear {
  listening = null; // the recognition in progress

  // said gets the words, and told what to show of the ear.
  constructor(button, { said, told, language, began }) {
    const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
    button.hidden = !Recognition;
    if (Recognition) {
      button.addEventListener("click", () => (this.listening ? this.listening.stop() : this.start(Recognition)));
    }
    Object.assign(this, { button, said, told, language, began });
  }

  start(Recognition) {
    const ear = new Recognition();
    ear.lang = this.language();
    ear.addEventListener("result", (e) => this.said(e.results[0][0].transcript));
    ear.addEventListener("error", (e) => this.told(`speech was not recognized: ${e.error}`));
    ear.addEventListener("end", () => this.ended(ear));
    this.listening = ear;
    this.button.setAttribute("aria-pressed", "true");
    this.began(); // it must not hear the voice of the page
    this.told("listening");
    ear.start();
  }

  ended(ear) {
    if (this.listening === ear) {
      this.listening = null;
      this.button.setAttribute("aria-pressed", "false");
      this.told("", "listening");
    }
  }

  // stop forgets what is being said.
  stop() {
    this.listening?.abort?.();
  }
}
