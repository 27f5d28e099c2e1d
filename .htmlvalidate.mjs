// HTML conformance of every page the tests meet (tests/browser/test_states.py). Rules switched off, and why:
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Matters of taste: templates leave spaces behind, and HTML knows only one document type.
    "no-trailing-whitespace": "off",
    "doctype-style": "off",
    // A button in a form submits, an input is a line of text: that is what is meant.
    "no-implicit-button-type": "off",
    "no-implicit-input-type": "off",
    // Titles name question, lesson, course and town, the most telling words first.
    "long-title": "off",
    // The style sheet keeps a telephone number on one line.
    "tel-non-breaking": "off",
    // Safari takes a list without bullets for no list unless it says its role.
    "no-redundant-role": "off",
    "prefer-native-element": ["error", { exclude: ["list"] }],
    // The check boxes of one question share their name, as radios do.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }],
  },
};
