//! The proof, proved: rules with one thing taken out are found out, with a case that says what.
