package devserver

// NonceLife is for the test.
const NonceLife = nonceLife
