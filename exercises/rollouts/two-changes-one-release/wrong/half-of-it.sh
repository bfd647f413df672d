kubectl set image deployment/@app@ server=nginx:1.29
