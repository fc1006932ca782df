package teams

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
)

// fine is how many points of a drawing make one of a picture, each way.
const fine = 4

// colourIcon draws the app's picture, 192 by 192: a sounding line under waves.
func colourIcon() ([]byte, error) {
	return drawn(192, color.NRGBA{R: 0x1d, G: 0x4f, B: 0x5c, A: 0xff}, 0.16)
}

// outlineIcon draws the same in white on nothing, 32 by 32.
func outlineIcon() ([]byte, error) { return drawn(32, color.NRGBA{R: 0xff, G: 0xff, B: 0xff}, 0.04) }

// drawn draws in white on a ground, with a margin as a part of its width.
func drawn(width int, ground color.NRGBA, margin float64) ([]byte, error) {
	picture := image.NewNRGBA(image.Rect(0, 0, width, width))
	for y := range width {
		for x := range width {
			n := 0
			for i := range fine * fine {
				px := (float64(x) + (float64(i%fine)+0.5)/fine) / float64(width)
				py := (float64(y) + (float64(i/fine)+0.5)/fine) / float64(width)
				if inked((px-margin)/(1-2*margin), (py-margin)/(1-2*margin)) {
					n++
				}
			}
			picture.SetNRGBA(x, y, mixed(ground, float64(n)/(fine*fine)))
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// mixed is white over a ground, as thick as that.
func mixed(ground color.NRGBA, white float64) color.NRGBA {
	if ground.A == 0 {
		return color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: uint8(math.Round(255 * white))}
	}
	part := func(c uint8) uint8 { return uint8(math.Round(float64(c) + (255-float64(c))*white)) }
	return color.NRGBA{R: part(ground.R), G: part(ground.G), B: part(ground.B), A: 0xff}
}

// inked says whether a point of the drawing, which is one wide and one high, is
// white: two waves, a line that hangs from them, and the lead at its end.
func inked(x, y float64) bool {
	if x < 0 || x > 1 || y < 0 || y > 1 {
		return false
	}
	const thick = 0.05
	for _, level := range []float64{0.14, 0.30} {
		if math.Abs(y-level-0.05*math.Sin(x*4*math.Pi)) < thick {
			return true
		}
	}
	line := math.Abs(x-0.5) < 0.03 && y > 0.14 && y < 0.75
	lead := math.Hypot(x-0.5, y-0.85) < 0.14
	return line || lead
}
