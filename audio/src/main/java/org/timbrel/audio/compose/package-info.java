/**
 * The composed corpus: music that the program composes by rules and renders itself.
 *
 * <p>Read in this order: {@link org.timbrel.audio.compose.Figure} (a bar of rhythm as a line of text), {@link
 * org.timbrel.audio.compose.Style} and {@link org.timbrel.audio.compose.Styles} (the ten styles as data), {@link
 * org.timbrel.audio.compose.Composer} (a style and a seed make a score), {@link org.timbrel.audio.compose.ScoreRenderer}
 * (a score makes sound), {@link org.timbrel.audio.compose.ComposedCorpus} (a folder of files).
 */
package org.timbrel.audio.compose;
