/** The command {@code timbrel}: words in, words and pictures out. */
package org.timbrel.cli;
