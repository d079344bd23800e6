/** Changing the sample rate of a sound. */
package org.timbrel.audio.resample;
