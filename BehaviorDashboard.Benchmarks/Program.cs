System.Console.WriteLine("no measurement chosen");
