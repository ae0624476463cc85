using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using BehaviorDashboard.Kernel;
using UtfUnknown;

namespace BehaviorDashboard.Features.Imports;

/// <summary>How a file's bytes become text.</summary>
/// <param name="Encoding">Web name, such as utf-8 or gb18030.</param>
public sealed record FileEncoding(string Encoding, bool Gzip)
{
    /// <summary>Stands for bytes that do not belong to the encoding. A noncharacter: no honest file holds it.</summary>
    internal const char Undecodable = '\uFFFF';

    internal TextReader Open(Stream file)
    {
        FileSniffer.Register();
        var bytes = Gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        var encoding = System.Text.Encoding.GetEncoding(Encoding, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(Undecodable.ToString()));
        return new StreamReader(bytes, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 128 * 1024);
    }
}

/// <summary>Tells compression and encoding from the bytes alone; names and content types lie too often.</summary>
internal static class FileSniffer
{
    /// <summary>How much text is looked at. The rest is checked row by row while it is read.</summary>
    public const int SampleSize = 4 * 1024 * 1024;

    public static Outcome<FileEncoding> Sniff(Stream file)
    {
        var gzip = IsGzip(file);
        byte[] sample;
        try
        {
            sample = Sample(file, gzip);
        }
        catch (InvalidDataException)
        {
            return new Problem("import.gzip", "The compressed file is damaged. Pack it again, or upload it unpacked.", "file");
        }

        if (sample.Length == 0)
        {
            return new Problem("import.empty", "The file is empty. Export it again and check that it holds rows.", "file");
        }

        var encoding = EncodingOf(sample, complete: sample.Length < SampleSize);
        return encoding is null ? new Problem("import.notText", "The file is not text. Export it as CSV or JSON lines (spreadsheets: Save as, CSV UTF-8).", "file") : new FileEncoding(encoding, gzip);
    }

    public static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static bool IsGzip(Stream file)
    {
        Span<byte> magic = stackalloc byte[2];
        file.Position = 0;
        var read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic is [0x1f, 0x8b];
    }

    private static byte[] Sample(Stream file, bool gzip)
    {
        using var unpacked = gzip ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
        var buffer = new byte[(int)Math.Min(SampleSize, gzip ? SampleSize : Math.Max(1, file.Length))];
        var read = (unpacked ?? file).ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return buffer.AsSpan(0, read).ToArray();
    }

    private static string? EncodingOf(ReadOnlySpan<byte> sample, bool complete)
    {
        switch (sample)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                return "utf-8";
            case [0xFF, 0xFE, ..]:
                return "utf-16";
            case [0xFE, 0xFF, ..]:
                return "utf-16BE";
        }

        if (sample.Contains((byte)0))
        {
            return Utf16WithoutMark(sample);
        }

        if (Utf8.IsValid(sample) || (!complete && Utf8.IsValid(sample[..^Cut(sample)])))
        {
            return ControlShare(sample) > 0.02 ? null : "utf-8";
        }

        return ControlShare(sample) > 0.02 ? null : Legacy(sample);
    }

    // Western text in UTF-16 has a zero in every other byte; text without any zero at one parity but many at the other is that.
    private static string? Utf16WithoutMark(ReadOnlySpan<byte> sample)
    {
        int even = 0, odd = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] == 0)
            {
                _ = (i & 1) == 0 ? even++ : odd++;
            }
        }

        var half = sample.Length / 2;
        return odd > half / 4 && even == 0 ? "utf-16" : even > half / 4 && odd == 0 ? "utf-16BE" : null;
    }

    private static string Legacy(ReadOnlySpan<byte> sample)
    {
        Register();
        if (IsGb18030(sample))
        {
            return "gb18030";
        }

        var found = CharsetDetector.DetectFromBytes(sample[..Math.Min(sample.Length, 256 * 1024)].ToArray()).Detected;
        return found is { Encoding: not null, Confidence: > 0.6f } && found.Encoding.WebName is "big5" or "shift_jis" or "euc-kr" or "windows-1251" or "windows-1250" ? found.Encoding.WebName : "windows-1252";
    }

    // Chinese text in GB18030 is made of pairs whose lead and trail bytes fit; one stray high byte of Western text breaks the pattern.
    private static bool IsGb18030(ReadOnlySpan<byte> sample)
    {
        int pairs = 0, common = 0;
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] < 0x80)
            {
                continue;
            }

            if (i + 1 >= sample.Length)
            {
                break;
            }

            if (sample[i] is < 0x81 or > 0xFE || sample[i + 1] is < 0x30 or 0x7F or 0xFF || sample[i + 1] is > 0x39 and < 0x40)
            {
                return false;
            }

            // GB2312's everyday characters and punctuation.
            common += sample[i] is >= 0xA1 and <= 0xF7 && sample[i + 1] >= 0xA1 ? 1 : 0;
            pairs++;
            i += sample[i + 1] <= 0x39 ? 3 : 1;
        }

        return pairs > 0 && common >= pairs * 0.7;
    }

    private static int Cut(ReadOnlySpan<byte> sample)
    {
        var cut = 0;
        while (cut < 3 && cut < sample.Length && (sample[^(cut + 1)] & 0xC0) == 0x80)
        {
            cut++;
        }

        return Math.Min(sample.Length, cut + 1);
    }

    private static double ControlShare(ReadOnlySpan<byte> sample)
    {
        var controls = 0;
        foreach (var b in sample)
        {
            controls += b < 32 && b is not (9 or 10 or 12 or 13) ? 1 : 0;
        }

        return (double)controls / sample.Length;
    }
}
