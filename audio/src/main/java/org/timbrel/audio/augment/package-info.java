/** Changes of a sound that leave it the same music: tempo, pitch, start, noise. */
package org.timbrel.audio.augment;
